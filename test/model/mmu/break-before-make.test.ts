import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bbmDifferences,
  conflictOutcomes,
  violatesBbm,
  type BbmFeature,
  type BbmLevel,
} from "../../../model/mmu/break-before-make.ts";
import { descriptor } from "../../../model/mmu/descriptor.ts";

const given = { oa: 0x1000n };
const base = descriptor(given);
const changed = {
  oa: descriptor({ oa: 0x2000n }),
  attributes: descriptor({ ...given, attributes: 2 }),
  shareability: descriptor({ ...given, shareability: 2 }),
  contiguous: descriptor({ ...given, contiguous: true }),
  nonGlobal: descriptor({ ...given, nonGlobal: true }),
  permission: descriptor({ ...given, writable: false }),
  accessFlag: descriptor({ ...given, accessFlag: false }),
} as const;

type Change = keyof typeof changed;

const levels: readonly BbmLevel[] = ["0", "1", "2", "noabort"];
const features: readonly BbmFeature[] = levels.flatMap((level) =>
  [false, true].map((coversOa) => ({ level, coversOa })),
);

describe("what requires break-before-make", () => {
  test("each difference has its name", () => {
    expect(bbmDifferences(base, changed.oa, 1)).toEqual(["output-address"]);
    expect(bbmDifferences(base, changed.attributes, 1)).toEqual(["memory-type"]);
    expect(bbmDifferences(base, changed.shareability, 1)).toEqual(["shareability"]);
    expect(bbmDifferences(base, changed.contiguous, 1)).toEqual(["contiguous"]);
    expect(bbmDifferences(base, changed.nonGlobal, 1)).toEqual(["nG"]);
  });

  test("permission and access flag are exempt, whatever the core has", () => {
    for (const feature of features)
      for (const word of [changed.permission, changed.accessFlag, base]) {
        expect(violatesBbm(base, word, feature, 1)).toBe(false);
        expect(conflictOutcomes(base, word, feature, 1)).toEqual(["entry"]);
      }
  });

  test("an exempt difference does not hide one that counts", () => {
    const both = descriptor({ oa: 0x2000n, writable: false });
    expect(violatesBbm(base, both, { level: "0", coversOa: false }, 1)).toBe(true);
  });

  test("FEAT_BBM takes the requirement from the contiguous bit and from nothing else", () => {
    for (const feature of features) {
      expect(violatesBbm(base, changed.contiguous, feature, 1)).toBe(feature.level === "0");
      for (const change of ["oa", "attributes", "shareability", "nonGlobal"] as const)
        expect(violatesBbm(base, changed[change], feature, 1)).toBe(true);
    }
  });

  test("one and the other may change places", () => {
    const word = fc.constantFrom(base, ...Object.values(changed));
    fc.assert(
      fc.property(word, word, fc.constantFrom(...features), (one, other, feature) => {
        expect(violatesBbm(one, other, feature, 1)).toBe(violatesBbm(other, one, feature, 1));
        expect(conflictOutcomes(one, other, feature, 1)).toEqual(conflictOutcomes(other, one, feature, 1));
      }),
    );
  });
});

describe("what a lookup gives that meets conflicting entries (machine-semantics 15, Conflict)", () => {
  const anything = "entry amalgamation abort";
  const table: readonly (readonly [Change, BbmLevel, boolean, string])[] = [
    ["oa", "0", false, anything],
    ["oa", "0", true, anything],
    ["oa", "1", false, anything],
    ["oa", "2", false, anything],
    ["oa", "noabort", false, anything],
    ["oa", "1", true, "entry abort"],
    ["oa", "2", true, "entry abort"],
    ["oa", "noabort", true, "entry"],
    ["contiguous", "0", false, anything],
    ["contiguous", "1", false, "entry abort"],
    ["contiguous", "2", false, "entry abort"],
    ["contiguous", "noabort", false, "entry"],
    ["attributes", "0", false, anything],
    ["attributes", "2", true, anything],
    ["attributes", "noabort", true, anything],
    ["shareability", "2", true, anything],
    ["nonGlobal", "2", true, anything],
  ];

  for (const [change, level, coversOa, outcomes] of table)
    test(`${change}, level ${level}${coversOa ? " covering output addresses" : ""}: ${outcomes}`, () => {
      expect(conflictOutcomes(base, changed[change], { level, coversOa }, 1)).toEqual(outcomes.split(" "));
    });

  test("two differences are covered only if each is", () => {
    const two = descriptor({ oa: 0x2000n, contiguous: true });
    expect(conflictOutcomes(base, two, { level: "2", coversOa: true }, 1)).toEqual(["entry", "abort"]);
    expect(conflictOutcomes(base, two, { level: "2", coversOa: false }, 1)).toEqual(anything.split(" "));
    const typed = descriptor({ oa: 0x2000n, attributes: 2 });
    expect(conflictOutcomes(base, typed, { level: "2", coversOa: true }, 1)).toEqual(anything.split(" "));
  });
});
