import { describe, expect, test } from "vitest";
import { armMemoryTypes } from "../../../model/memory/memory-type.ts";
import {
  combineShareability,
  decodeShareability,
  effectiveShareability,
  shareabilities,
  type Shareability,
} from "../../../model/memory/shareability.ts";
import { call, mistakeOf } from "../validate/mistake.ts";

const cacheable = ["Normal-WT", "Normal-WB"] as const;
const uncacheable = armMemoryTypes.filter((type) => type !== "Normal-WT" && type !== "Normal-WB");

const wider: readonly (readonly [Shareability, Shareability, Shareability])[] = [
  ["non", "non", "non"],
  ["non", "inner", "inner"],
  ["non", "outer", "outer"],
  ["inner", "non", "inner"],
  ["inner", "inner", "inner"],
  ["inner", "outer", "outer"],
  ["outer", "non", "outer"],
  ["outer", "inner", "outer"],
  ["outer", "outer", "outer"],
];

describe("shareability", () => {
  test("SH 0 is non, 2 outer, 3 inner; 1 is reserved", () => {
    expect([0, 2, 3].map(decodeShareability)).toEqual(["non", "outer", "inner"]);
    expect(mistakeOf(() => decodeShareability(1))).toContain("there is: 0, 2, 3");
  });

  test("Device and Normal-NC are outer shareable whatever is said", () => {
    expect(uncacheable).toEqual(["Device-nGnRnE", "Device-nGnRE", "Device-nGRE", "Device-GRE", "Normal-NC"]);
    for (const type of uncacheable)
      for (const said of shareabilities) expect(effectiveShareability(type, said)).toBe("outer");
  });

  test("cacheable types are as shareable as is said", () => {
    for (const type of cacheable)
      for (const said of shareabilities) expect(effectiveShareability(type, said)).toBe(said);
  });

  test.each(wider)(
    "stage 1 %s with stage 2 %s is %s where the type is cacheable",
    (stage1, stage2, combined) => {
      for (const type of cacheable) expect(combineShareability(stage1, stage2, type)).toBe(combined);
    },
  );

  test.each(wider)(
    "stage 1 %s with stage 2 %s is outer where the type is not cacheable",
    (stage1, stage2) => {
      for (const type of uncacheable) expect(combineShareability(stage1, stage2, type)).toBe("outer");
    },
  );

  test("a shareability that does not exist is refused with those that do", () => {
    for (const spoiled of [
      () => call(combineShareability, "none", "inner", "Normal-WB"),
      () => call(combineShareability, "inner", "none", "Normal-WB"),
      () => call(effectiveShareability, "Normal-WB", "none"),
    ])
      expect(mistakeOf(spoiled)).toContain("did you mean non? there is: non, inner, outer");
    expect(mistakeOf(() => call(combineShareability, "inner", "inner", "WB"))).toContain("Normal-WB");
  });
});
