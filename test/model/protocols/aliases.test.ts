import { describe, expect, test } from "vitest";
import { awaitValue, dc, dmb, dsb, ldr, str, type Instruction } from "../../../model/index.ts";
import { ends, F, X, Y } from "./system.ts";

/* Two PEs, of which one writes a line by one memory type and the other reads it by another (Arm ARM B2.11). */

type Code = readonly Instruction[];

/** Whether the reader is told of the write by a flag, and yet does not see it. */
const misses = (write: Code, read: Code): boolean =>
  ends(
    { pes: { P0: [...write, str(1n, F)], P1: [ldr("r1", F), dmb("ish"), ...read] } },
    { "P1:r1": 1n, "P1:r2": 0n },
  );

describe("a line that one PE writes through caches and another reads past them", () => {
  const write = str(1n, X.wb);
  const read = ldr("r2", X.nc);

  test("is not seen, whatever barriers there are", () => {
    expect(misses([write, dsb("sy")], [dsb("sy"), read])).toBe(true);
  });

  test("is seen when either of the two cleans it", () => {
    expect(misses([write, dc("cvac", X.wb), dsb("ish")], [read])).toBe(false);
    expect(misses([write, dmb("ish")], [dc("civac", X.wb), dsb("sy"), read])).toBe(false);
  });

  test("is seen where a DMB of loads and stores orders the clean with the flag, not where one of stores does", () => {
    expect(misses([write, dc("cvac", X.wb), dmb("ish")], [read])).toBe(false);
    expect(misses([write, dc("cvac", X.wb), dmb("ishst")], [read])).toBe(true);
    expect(misses([write, dc("cvac", X.wb)], [read])).toBe(true);
  });

  test("is not seen where another line is cleaned", () => {
    expect(misses([write, dc("cvac", Y.wb), dsb("ish")], [read])).toBe(true);
  });
});

describe("a line that one PE writes past the caches and another reads through them", () => {
  const write = [str(1n, X.nc), dmb("ish")];

  test("may be stale until the reader invalidates it", () => {
    expect(misses(write, [ldr("r2", X.wb)])).toBe(true);
    expect(misses(write, [dc("ivac", X.wb), dsb("sy"), ldr("r2", X.wb)])).toBe(false);
  });

  test("may be stale where the invalidation is not ordered after the flag: an acquire does not order it", () => {
    const invalidated = [dc("ivac", X.wb), dsb("sy"), ldr("r2", X.wb)];
    const P1 = [ldr("r1", F, { order: "acquire" }), ...invalidated];
    expect(ends({ pes: { P0: [...write, str(1n, F)], P1 } }, { "P1:r1": 1n, "P1:r2": 0n })).toBe(true);
  });
});

describe("DC IVAC", () => {
  test("loses what another PE has stored and nobody cleaned", () => {
    const read = [awaitValue(F, 1n), dc("ivac", X.wb), dsb("sy"), ldr("r1", X.wb)];
    const lost = (...clean: Code) =>
      ends({ pes: { P0: [str(1n, X.wb), ...clean, dmb("ish"), str(1n, F)], P1: read } }, { "P1:r1": 0n });
    expect(lost()).toBe(true);
    expect(lost(dc("cvac", X.wb))).toBe(false);
  });
});
