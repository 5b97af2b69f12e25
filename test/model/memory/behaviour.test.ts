import { describe, expect, test } from "vitest";
import { behaviourOf } from "../../../model/memory/behaviour.ts";
import { allMemoryTypes, isDevice, type MemoryType } from "../../../model/memory/memory-type.ts";
import { call, mistakeOf } from "../validate/mistake.ts";

/** As published: cacheable, gathers, ordering, early acknowledgement, speculative reads, checks caches, drains WC. */
type Row = readonly [string, boolean, string, boolean, boolean, boolean, boolean];
const [yes, no] = [true, false];

const published: Readonly<Record<MemoryType, Row>> = {
  "Device-nGnRnE": ["no", no, "peripheral", no, no, no, no],
  "Device-nGnRE": ["no", no, "peripheral", yes, no, no, no],
  "Device-nGRE": ["no", no, "weak", yes, no, no, no],
  "Device-GRE": ["no", yes, "weak", yes, no, no, no],
  "Normal-NC": ["no", yes, "weak", yes, yes, no, no],
  "Normal-WT": ["write-through", yes, "weak", yes, yes, yes, no],
  "Normal-WB": ["write-back", yes, "weak", yes, yes, yes, no],
  UC: ["no", no, "strong", yes, no, yes, yes],
  "UC-": ["no", no, "strong", yes, no, yes, yes],
  WC: ["no", yes, "weak", yes, yes, no, no],
  WT: ["write-through", yes, "processor", yes, yes, yes, no],
  WP: ["write-through", no, "processor", yes, yes, yes, no],
  WB: ["write-back", yes, "processor", yes, yes, yes, no],
};

describe("what a memory type lets hardware do", () => {
  test.each(allMemoryTypes)("%s is as published", (type) => {
    const b = behaviourOf(type);
    expect([
      b.cacheable,
      b.gathers,
      b.ordering,
      b.earlyAcknowledgement,
      b.speculativeReads,
      b.checksCaches,
      b.drainsWriteCombining,
    ]).toEqual(published[type]);
  });

  test("the table of this test has every type", () => {
    expect([...allMemoryTypes].toSorted()).toEqual(Object.keys(published).toSorted());
  });

  test.each(allMemoryTypes)("%s: reorders says that the ordering is weak", (type) => {
    expect(behaviourOf(type).reorders).toBe(behaviourOf(type).ordering === "weak");
  });

  test.each(allMemoryTypes)(
    "%s: what may be cached may be read speculatively, and checks the caches",
    (type) => {
      const { cacheable, speculativeReads, checksCaches } = behaviourOf(type);
      if (cacheable === "no") return;
      expect({ speculativeReads, checksCaches }).toEqual({ speculativeReads: true, checksCaches: true });
    },
  );

  test("the Device types are those that begin with Device, and x86 has none", () => {
    const devices = ["Device-nGnRnE", "Device-nGnRE", "Device-nGRE", "Device-GRE"];
    expect(allMemoryTypes.filter((type) => behaviourOf(type).device)).toEqual(devices);
    expect(allMemoryTypes.filter(isDevice)).toEqual(devices);
  });

  test("the letters of a Device type say what it does", () => {
    for (const type of allMemoryTypes.filter(isDevice)) {
      const { gathers, reorders, earlyAcknowledgement } = behaviourOf(type);
      const letters = `${gathers ? "G" : "nG"}${reorders ? "R" : "nR"}${earlyAcknowledgement ? "E" : "nE"}`;
      expect(type).toBe(`Device-${letters}`);
    }
  });

  test("a type that does not exist is refused with those that do", () => {
    for (const name of ["Normal-Wb", "toString", ""]) {
      const mistake = mistakeOf(() => call(behaviourOf, name));
      expect(mistake).toContain(`behaviourOf(): the memory type is ${JSON.stringify(name)}`);
      expect(mistake).toContain(`there is: ${allMemoryTypes.join(", ")}`);
    }
    expect(mistakeOf(() => call(behaviourOf, "Normal-Wb"))).toContain("did you mean Normal-WB?");
  });
});
