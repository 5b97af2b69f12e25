import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import { modelOf } from "../../../model/compile.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import {
  cbz,
  dsb,
  ldr,
  lock,
  sendIpi,
  stage2Descriptor,
  str,
  takeIpi,
  tlbi,
  unlock,
  type Scenario,
} from "../../../model/index.ts";
import { guestLitmus, S2Inv } from "../guest.ts";
import { explore, pte, scenarioOf, x } from "../litmus.ts";
import { everything } from "./everything.ts";
import { call } from "./mistake.ts";

type Path = readonly (string | number)[];

/** A change of one field: it goes, gets another name, is doubled, or holds something else. */
interface Edit {
  readonly path: Path;
  readonly how: "remove" | "rename" | "repeat" | "replace";
  readonly value: unknown;
}

/** Where something stands in a scenario, however deep. */
const pathsIn = (value: unknown, path: Path = []): readonly Path[] => {
  if (Array.isArray(value)) return value.flatMap((item, i) => below(item, [...path, i]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => below(field, [...path, key]));
};

const below = (value: unknown, path: Path): readonly Path[] => [path, ...pathsIn(value, path)];

function edited(value: unknown, edit: Edit): unknown {
  const [key, ...rest] = edit.path;
  const inner = { ...edit, path: rest };
  if (Array.isArray(value) && typeof key === "number") {
    const items: readonly unknown[] = value;
    // An edit before it may have taken some away.
    if (key >= items.length) return items;
    if (rest.length > 0) return items.map((item, i) => (i === key ? edited(item, inner) : item));
    switch (edit.how) {
      case "remove":
        return items.toSpliced(key, 1);
      case "rename":
      case "repeat":
        return items.toSpliced(key, 0, items[key]);
      case "replace":
        return items.with(key, edit.value);
    }
  }
  if (typeof value !== "object" || value === null || key === undefined) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]: readonly [string, unknown]): [string, unknown][] => {
      if (name !== key) return [[name, field]];
      if (rest.length > 0) return [[name, edited(field, inner)]];
      switch (edit.how) {
        case "remove":
          return [];
        case "rename":
          return [[`${name}s`, field]];
        case "repeat":
          return [[name, [field, field]]];
        case "replace":
          return [[name, edit.value]];
      }
    }),
  );
}

/** What stands elsewhere in the scenario, and what stands nowhere. */
const anyValue = (scenario: unknown): fc.Arbitrary<unknown> => {
  const found = new Set<unknown>();
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) found.add(value);
    else for (const field of Object.values(value)) collect(field);
  };
  collect(scenario);
  return fc.oneof(
    fc.constantFrom(...found),
    fc.constantFrom(
      undefined,
      null,
      "",
      "toString",
      "__proto__",
      -1,
      1.5,
      NaN,
      -1n,
      1n << 64n,
      [],
      [null],
      {},
    ),
    fc.constantFrom<unknown>(new Map(), new Date(0), Symbol("s")),
    fc.oneof(fc.string(), fc.integer(), fc.bigInt({ min: 0n, max: 1n << 64n }), fc.boolean()),
  );
};

const anyEdit = (scenario: unknown): fc.Arbitrary<Edit> =>
  fc.record({
    path: fc.constantFrom(...pathsIn(scenario)),
    how: fc.constantFrom("remove", "rename", "repeat", "replace", "replace"),
    value: anyValue(scenario),
  });

/** The mistake that building a scenario, and taking its first steps, ends in; null if it is right. */
function diagnosed(scenario: unknown): Diagnostic | null {
  try {
    call((given: never) => {
      explore(modelOf(buildMachine(given)), undefined, undefined, 20);
    }, scenario);
    return null;
  } catch (error) {
    if (error instanceof Diagnostic) return error;
    throw error;
  }
}

/** A host that changes what its guest translates by, with FWB, a lock and an IPI. */
const guest: Scenario = scenarioOf(
  guestLitmus({
    host: [
      lock("mmu_lock"),
      str(S2Inv.x, pte.x),
      dsb("ish"),
      tlbi("ipas2e1is", x),
      dsb("ish"),
      tlbi("vmalle1is"),
      dsb("ish"),
      unlock("mmu_lock"),
      sendIpi("guest"),
    ],
    guests: { guest: [takeIpi(), str(1n, x, { label: "use" }), ldr("r1", x), cbz("r1", "end")] },
    guest: { stage1: { x: "Normal-NC" }, onFault: "retry", faults: 1, ha: true },
    features: { s2fwb: true },
    initial: stage2Descriptor({ oa: 0x10_0000n, memAttr: 6 }),
  }),
);

describe("a scenario that was right before fields of it were changed", () => {
  test.each([
    ["PEs of both architectures and devices", everything],
    ["a guest", guest],
  ])("is right, or ends in a diagnostic that says where and what to do: %s", (_, scenario) => {
    expect(diagnosed(scenario)).toBeNull();
    const edits = fc.array(anyEdit(scenario), { minLength: 1, maxLength: 2 });
    let mistakes = 0;
    fc.assert(
      fc.property(edits, (changes) => {
        const mistake = diagnosed(changes.reduce<unknown>(edited, scenario));
        if (mistake === null) return;
        mistakes++;
        // What no analysis of programs can tell is told when it happens.
        if (mistake.message.includes("which this PE does not hold")) return;
        expect(mistake.details).toMatchObject({ kind: "program", where: expect.any(String) as string });
        expect(mistake.details.why ?? mistake.details.next).toBeTypeOf("string");
      }),
      { numRuns: 700 },
    );
    expect(mistakes).toBeGreaterThan(0);
  });
});
