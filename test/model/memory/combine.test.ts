import { describe, expect, test } from "vitest";
import { behaviourOf } from "../../../model/memory/behaviour.ts";
import { combine } from "../../../model/memory/combine.ts";
import { armMemoryTypes, isDevice, type ArmMemoryType } from "../../../model/memory/memory-type.ts";
import { decodeStage2, MT_S2, MT_S2_FWB, type Stage2Type } from "../../../model/memory/stage2.ts";
import { call, mistakeOf } from "../validate/mistake.ts";

const names = {
  nGnRnE: "Device-nGnRnE",
  nGnRE: "Device-nGnRE",
  nGRE: "Device-nGRE",
  GRE: "Device-GRE",
  NC: "Normal-NC",
  WT: "Normal-WT",
  WB: "Normal-WB",
  S1: "as-stage-1",
} as const;

type Name = keyof typeof names;

const isName = (text: string): text is Name => Object.hasOwn(names, text);

interface Combination {
  readonly stage1: ArmMemoryType;
  readonly stage2: Stage2Type;
  readonly combined: ArmMemoryType;
}

/** Reads a table: the first line has the stage-2 types, the first column the stage-1 types. */
function combinations(table: string): Combination[] {
  const [head = [], ...rows] = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).filter(isName));
  return rows.flatMap(([stage1 = "WB", ...cells]) =>
    head.map((stage2, column) => {
      const cell = cells[column] ?? "S1";
      if (stage1 === "S1" || cell === "S1") throw new Error(`a type is missing in the row ${stage1}`);
      return { stage1: names[stage1], stage2: names[stage2], combined: names[cell] };
    }),
  );
}

const withoutFwb = combinations(`
  S1\\S2  nGnRnE  nGnRE   nGRE    GRE     NC      WT      WB
  nGnRnE nGnRnE  nGnRnE  nGnRnE  nGnRnE  nGnRnE  nGnRnE  nGnRnE
  nGnRE  nGnRnE  nGnRE   nGnRE   nGnRE   nGnRE   nGnRE   nGnRE
  nGRE   nGnRnE  nGnRE   nGRE    nGRE    nGRE    nGRE    nGRE
  GRE    nGnRnE  nGnRE   nGRE    GRE     GRE     GRE     GRE
  NC     nGnRnE  nGnRE   nGRE    GRE     NC      NC      NC
  WT     nGnRnE  nGnRE   nGRE    GRE     NC      WT      WT
  WB     nGnRnE  nGnRE   nGRE    GRE     NC      WT      WB
`);

const withFwb = combinations(`
  S1\\S2  nGnRnE  nGnRE   nGRE    GRE     NC      WB      S1
  nGnRnE nGnRnE  nGnRnE  nGnRnE  nGnRnE  nGnRnE  WB      nGnRnE
  nGnRE  nGnRnE  nGnRE   nGnRE   nGnRE   nGnRE   WB      nGnRE
  nGRE   nGnRnE  nGnRE   nGRE    nGRE    nGRE    WB      nGRE
  GRE    nGnRnE  nGnRE   nGRE    GRE     GRE     WB      GRE
  NC     nGnRnE  nGnRE   nGRE    GRE     NC      WB      NC
  WT     nGnRnE  nGnRE   nGRE    GRE     NC      WB      WT
  WB     nGnRnE  nGnRE   nGRE    GRE     NC      WB      WB
`);

const [without, withIt] = [{ fwb: false }, { fwb: true }];
const pairs = armMemoryTypes.flatMap((a) => armMemoryTypes.map((b) => [a, b] as const));
const rank = (type: ArmMemoryType): number => armMemoryTypes.indexOf(type);

describe("combining stage 1 and stage 2 without FWB", () => {
  test("the table has each of the 49 pairs once", () => {
    expect(new Set(withoutFwb.map(({ stage1, stage2 }) => `${stage1} ${stage2}`)).size).toBe(49);
    expect(withoutFwb).toHaveLength(49);
  });

  test.each(withoutFwb)("$stage1 with $stage2 is $combined", ({ stage1, stage2, combined }) => {
    expect(combine(stage1, stage2, without)).toBe(combined);
  });

  test("it does not matter which stage says which, nor how often", () => {
    for (const [a, b] of pairs) {
      expect(combine(a, b, without)).toBe(combine(b, a, without));
      expect(combine(combine(a, b, without), b, without)).toBe(combine(a, b, without));
    }
  });

  test("the result is one of the two, and no weaker than either", () => {
    for (const [a, b] of pairs) {
      const combined = combine(a, b, without);
      expect([a, b]).toContain(combined);
      expect(rank(combined)).toBeLessThanOrEqual(Math.min(rank(a), rank(b)));
    }
  });

  test("a guest that asks for the type of stage 1 gets what it says", () => {
    for (const type of armMemoryTypes) {
      expect(combine(type, "as-stage-1", without)).toBe(type);
      expect(combine(type, decodeStage2(MT_S2.AS_S1, without), without)).toBe(type);
    }
  });
});

describe("combining stage 1 and stage 2 with FWB", () => {
  test("the table has each of the 49 pairs once", () => {
    expect(new Set(withFwb.map(({ stage1, stage2 }) => `${stage1} ${stage2}`)).size).toBe(49);
    expect(withFwb).toHaveLength(49);
  });

  test.each(withFwb)("$stage1 with $stage2 is $combined", ({ stage1, stage2, combined }) => {
    expect(combine(stage1, stage2, withIt)).toBe(combined);
  });

  test("MemAttr 6 forces write-back, 7 changes nothing, 5 is as without FWB", () => {
    for (const type of armMemoryTypes) {
      expect(combine(type, decodeStage2(MT_S2_FWB.NORMAL, withIt), withIt)).toBe("Normal-WB");
      expect(combine(type, decodeStage2(MT_S2_FWB.AS_S1, withIt), withIt)).toBe(type);
      const nc = combine(type, decodeStage2(MT_S2_FWB.NORMAL_NC, withIt), withIt);
      expect(nc).toBe(combine(type, decodeStage2(MT_S2.NORMAL_NC, without), without));
    }
  });

  test("Normal-WT has no encoding, which is said", () => {
    const mistake = mistakeOf(() => combine("Normal-WB", "Normal-WT", withIt));
    expect(mistake).toContain("stage 2 cannot say Normal-WT");
    expect(mistake).toContain("as-stage-1");
  });
});

describe.each([without, withIt])("what a host can rely on, FWB $fwb", (options) => {
  test("stage 2 of Normal-NC or Device never gives a guest a cacheable type", () => {
    for (const stage2 of ["Normal-NC", ...armMemoryTypes.filter(isDevice)] as const)
      for (const stage1 of armMemoryTypes)
        expect(behaviourOf(combine(stage1, stage2, options)).cacheable).toBe("no");
  });

  test("stage 2 of Device never gives a guest speculative reads, Normal-NC only to a guest that says Normal", () => {
    for (const stage1 of armMemoryTypes) {
      for (const stage2 of armMemoryTypes.filter(isDevice))
        expect(behaviourOf(combine(stage1, stage2, options)).speculativeReads).toBe(false);
      expect(behaviourOf(combine(stage1, "Normal-NC", options)).speculativeReads).toBe(!isDevice(stage1));
    }
  });

  test("a guest that says something weaker gets nothing stronger", () => {
    for (const [a, b] of pairs) {
      if (rank(a) > rank(b)) continue;
      for (const stage2 of [...armMemoryTypes, "as-stage-1"] as const) {
        if (options.fwb && stage2 === "Normal-WT") continue;
        expect(rank(combine(a, stage2, options))).toBeLessThanOrEqual(rank(combine(b, stage2, options)));
      }
    }
  });
});

describe("what cannot be combined", () => {
  test("types of x86, and types that do not exist, are refused with those that do", () => {
    const given: readonly (readonly [unknown, unknown, string])[] = [
      ["WB", "Normal-WB", 'the stage-1 type is "WB"'],
      ["as-stage-1", "Normal-WB", 'the stage-1 type is "as-stage-1"'],
      ["Normal-WB", "Normal-CN", 'the stage-2 type is "Normal-CN"'],
    ];
    for (const [stage1, stage2, what] of given) {
      const mistake = mistakeOf(() => call(combine, stage1, stage2, without));
      expect(mistake).toContain(`combine(): ${what}`);
      expect(mistake).toContain("Device-nGnRnE, Device-nGnRE, Device-nGRE, Device-GRE, Normal-NC");
    }
  });

  test("whether FWB is on has to be said", () => {
    expect(mistakeOf(() => call(combine, "Normal-WB", "Normal-WB"))).toContain(
      "the last argument is missing",
    );
    expect(mistakeOf(() => call(combine, "Normal-WB", "Normal-WB", { fwb: 1 }))).toContain("fwb is 1");
  });
});
