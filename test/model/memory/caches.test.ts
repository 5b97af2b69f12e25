import { describe, expect, test } from "vitest";
import { dc, dsb, dmb, ldr, str } from "../../../model/index.ts";
import { endings, flag, nc, settledMemory, wb } from "./lines.ts";

const one = (...P0: Parameters<typeof endings>[0]["pes"][string][]) => ({ pes: { P0: P0.flat() } });

describe("accesses that agree on the type", () => {
  test("through caches see no stale value", () => {
    const pes = {
      P0: [str(1n, wb), dmb("ish"), str(1n, flag)],
      P1: [ldr("r1", flag), dmb("ish"), ldr("r2", wb)],
    };
    expect(endings({ pes })).toEqual(endings({ pes, cached: false }));
  });

  test("past caches see no stale value either", () => {
    const pes = {
      P0: [str(1n, nc), dmb("ish"), str(1n, flag)],
      P1: [ldr("r1", flag), dmb("ish"), ldr("r2", nc)],
    };
    expect(endings({ pes })).toEqual(endings({ pes, cached: false }));
  });
});

describe("a dirty copy", () => {
  test("is not seen by a read past the caches until it is written back", () => {
    expect(endings(one([str(1n, wb), dsb("sy"), ldr("r1", nc)]))).toEqual(["P0:r1=0", "P0:r1=1"]);
  });

  test("is seen by it after DC CVAC and a DSB", () => {
    expect(endings(one([str(1n, wb), dc("cvac", wb), dsb("sy"), ldr("r1", nc)]))).toEqual(["P0:r1=1"]);
  });

  test("need not be after DC CVAC without a DSB", () => {
    expect(endings(one([str(1n, wb), dc("cvac", wb), ldr("r1", nc)]))).toEqual(["P0:r1=0", "P0:r1=1"]);
  });

  test("need not be after a DSB of stores, or of loads, or one for this PE alone", () => {
    for (const option of ["st", "ld", "nsh"] as const)
      expect(endings(one([str(1n, wb), dc("cvac", wb), dsb(option), ldr("r1", nc)]))).toHaveLength(2);
  });

  test("is written back by DC through a mapping that is not cacheable", () => {
    const code = [str(1n, wb), dmb("sy"), dc("cvac", nc), dsb("sy"), ldr("r1", nc)];
    expect(endings(one(code))).toEqual(["P0:r1=1"]);
  });

  test("overwrites what was written to memory since", () => {
    expect(settledMemory(one([str(1n, wb), dsb("sy"), str(2n, nc)]))).toEqual([1n, 2n]);
  });

  test("does not, once it was cleaned before", () => {
    expect(settledMemory(one([str(1n, wb), dc("cvac", wb), dsb("sy"), str(2n, nc)]))).toEqual([2n]);
  });

  test("may be lost by DC IVAC, or written back", () => {
    const code = [str(1n, wb), dc("ivac", wb), dsb("sy"), ldr("r1", wb)];
    expect(endings(one(code))).toEqual(["P0:r1=0", "P0:r1=1"]);
  });

  test("is not lost by DC CIVAC", () => {
    const code = [str(1n, wb), dc("civac", wb), dsb("sy"), ldr("r1", wb)];
    expect(endings(one(code))).toEqual(["P0:r1=1"]);
  });
});

describe("a stale copy", () => {
  test("of what memory held is read after a write past the caches", () => {
    expect(endings(one([str(1n, nc), dsb("sy"), ldr("r1", wb)]))).toEqual(["P0:r1=0", "P0:r1=1"]);
  });

  test("goes with DC IVAC and a DSB", () => {
    const code = [str(1n, nc), dsb("sy"), dc("ivac", wb), dsb("sy"), ldr("r1", wb)];
    expect(endings(one(code))).toEqual(["P0:r1=1"]);
  });

  test("stays with DC CVAC", () => {
    const code = [str(1n, nc), dsb("sy"), dc("cvac", wb), dsb("sy"), ldr("r1", wb)];
    expect(endings(one(code))).toHaveLength(2);
  });

  test("may come back after a new value was read, from another cache", () => {
    const code = [str(1n, nc), dsb("sy"), ldr("r1", wb), dsb("sy"), ldr("r2", wb)];
    expect(endings(one(code))).toContain("P0:r1=1 P0:r2=0");
  });
});

describe("the order of maintenance", () => {
  test("is that of the program with accesses through caches to the line", () => {
    const code = [str(1n, wb), dc("civac", wb), str(2n, wb), dsb("sy"), ldr("r1", nc)];
    expect(endings(one(code))).toEqual(["P0:r1=1", "P0:r1=2"]);
  });

  test("is none with accesses past the caches, but by a DMB", () => {
    const code = (between: ReturnType<typeof dmb>[]) => [
      str(1n, nc),
      ...between,
      dc("ivac", wb),
      dsb("sy"),
      ldr("r1", wb),
    ];
    expect(endings(one(code([])))).toEqual(["P0:r1=0", "P0:r1=1"]);
    expect(endings(one(code([dmb("sy")])))).toEqual(["P0:r1=1"]);
    expect(endings(one(code([dmb("st")])))).toEqual(["P0:r1=0", "P0:r1=1"]);
  });

  test("holds for younger loads that could be early", () => {
    const code = [str(1n, nc), dsb("sy"), dc("ivac", wb), ldr("r1", wb)];
    expect(endings(one(code))).toEqual(["P0:r1=1"]);
  });
});
