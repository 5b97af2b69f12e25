import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import {
  compile,
  dsb,
  isb,
  ldr,
  mark,
  noAccessInFlightAfter,
  speculate,
  str,
  tlbi,
  type Instruction,
} from "../../../model/index.ts";
import { endsOf, Inv, outcomesOf, pte, scenarioOf, V, x, type Litmus } from "../litmus.ts";

async function inFlight(test: Litmus): Promise<string | undefined> {
  const named = { name: "drained", because: "" };
  const unmaps = [{ after: { pe: "P0", mark: "unmapped" }, mapping: { page: "x", word: V.x } }];
  const properties = [
    (m: Parameters<typeof noAccessInFlightAfter>[0]) => noAccessInFlightAfter(m, named, unmaps),
  ];
  const result = await check(compile(scenarioOf({ ...test, scenario: { properties } })));
  return result.properties.find((p) => p.property === "drained")?.verdict;
}

const shoot: readonly Instruction[] = [
  str(Inv.x, pte.x),
  dsb("ish"),
  tlbi("vae1is", x),
  dsb("ish"),
  mark("unmapped"),
];

describe("a discarded load", () => {
  test("is not waited for where it can no longer be translated", () => {
    const own = [speculate(x), ldr("r1", x), tlbi("vae1", x), dsb("nsh"), isb()];
    const ends = endsOf({
      pes: { P0: [str(Inv.x, pte.x), dsb("ishst"), tlbi("vae1is", x), dsb("ish")], P1: own },
    });
    expect(ends).toContain("final");
    expect(ends).not.toContain("deadlock");
  });

  test("never faults, and the program goes on", () => {
    const test = { ptes: { x: Inv.x }, pes: { P0: [speculate(x, { label: "use" }), str(1n, 0x8000_1000n)] } };
    expect(outcomesOf(test).map((o) => [o["P0:use"], o["y"]])).toEqual([[undefined, 1n]]);
    expect(endsOf(test)).toEqual(["final"]);
  });

  test("of another PE is drained by TLBI and DSB", async () => {
    expect(await inFlight({ pes: { P0: shoot, P1: [speculate(x)] } })).toBe("PROVED");
    const noTlbi = shoot.filter(({ kind }) => kind !== "tlbi");
    expect(await inFlight({ pes: { P0: noTlbi, P1: [speculate(x)] } })).toBe("REFUTED");
    expect(
      await inFlight({ features: { tlbiDrainsOldAccesses: false }, pes: { P0: shoot, P1: [speculate(x)] } }),
    ).toBe("REFUTED");
  });

  test("of the issuer is drained as well, if it came before the TLBI", async () => {
    expect(await inFlight({ pes: { P0: [speculate(x), ...shoot] } })).toBe("PROVED");
  });

  test("after the shoot-down may still use an old translation without ISB, and not with one", async () => {
    const after = (...between: readonly Instruction[]) => ({
      pes: { P0: [...shoot.slice(0, 4), ...between, mark("unmapped"), speculate(x)] },
    });
    expect(await inFlight(after())).toBe("REFUTED");
    expect(await inFlight(after(isb()))).toBe("PROVED");
    expect(await inFlight({ ...after(), features: { ets2: true } })).toBe("PROVED");
  });
});
