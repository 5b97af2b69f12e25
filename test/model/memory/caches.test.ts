import { describe, expect, test } from "vitest";
import {
  dc,
  decode,
  descriptor,
  dmb,
  dsb,
  hasFaulted,
  ldr,
  str,
  type Expression,
  type Instruction,
} from "../../../model/index.ts";
import { after } from "../instructions.ts";
import { endings, explored, flag, nc, NoWB, pteOfWb, settledMemory, wb, WB } from "./lines.ts";

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

  test("is none where the mappings differ in cacheability, but by a DMB", () => {
    const through = (...between: ReturnType<typeof dmb>[]) => [
      str(1n, wb),
      ...between,
      dc("cvac", nc),
      dsb("sy"),
      ldr("r1", nc),
    ];
    expect(endings(one(through()))).toEqual(["P0:r1=0", "P0:r1=1"]);
    expect(endings(one(through(dmb("sy"))))).toEqual(["P0:r1=1"]);
    const early = (...between: ReturnType<typeof dmb>[]) => [
      str(1n, nc),
      dsb("sy"),
      dc("ivac", nc),
      ...between,
      ldr("r1", wb),
    ];
    expect(endings(one(early()))).toEqual(["P0:r1=0", "P0:r1=1"]);
    expect(endings(one(early(dmb("sy"))))).toEqual(["P0:r1=1"]);
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

describe("loads that are early", () => {
  /** P0 invalidates the line once it has written past the caches; P1 loads twice, the first time once it has heard. */
  const early = (...maintenance: readonly Instruction[]) =>
    endings({
      pes: {
        P0: [str(1n, nc), dsb("sy"), ...maintenance, str(1n, flag)],
        P1: [ldr("r0", flag), ldr("r1", after(wb, "r0")), ldr("r2", wb)],
      },
    });

  test("are coherent with older ones once copies are invalidated", () => {
    expect(early(dc("civac", wb), dsb("sy"))).not.toContain("P1:r0=1 P1:r1=1 P1:r2=0");
  });

  test("are not while there are stale copies", () => {
    expect(early()).toContain("P1:r0=1 P1:r1=1 P1:r2=0");
  });

  test("see what maintenance does whose address is known later", () => {
    const code = (address: Expression) => [
      str(1n, nc),
      dsb("sy"),
      ldr("r0", flag),
      dc("ivac", address),
      ldr("r1", wb),
    ];
    expect(endings(one(code(after(wb, "r0"))))).toEqual(["P0:r0=0 P0:r1=1"]);
    expect(endings(one(code(after(flag, "r0"))))).toHaveLength(2);
  });
});

describe("maintenance of what is no line", () => {
  test("has no effect, and is complete all the same", () => {
    const code = [str(1n, flag), dc("ivac", flag), dc("civac", pteOfWb), dsb("sy"), ldr("r1", flag)];
    expect(endings(one(code))).toEqual(["P0:r1=1"]);
  });
});

describe("maintenance through a mapping that faults", () => {
  const fault = (operation: "cvac" | "ivac", pte: bigint) => {
    const found = explored({ ...one([dc(operation, wb, { label: "dc" })]), pte });
    const [slot] = found?.machine.labelled("P0", "dc") ?? [];
    return found?.states.some((state) => slot !== undefined && hasFaulted(state, slot));
  };

  test("faults", () => {
    expect(fault("cvac", NoWB)).toBe(true);
    expect(fault("cvac", WB)).toBe(false);
  });

  test("DC IVAC needs permission to write", () => {
    const readOnly = descriptor({ oa: decode(WB).oa, writable: false });
    expect(fault("ivac", readOnly)).toBe(true);
    expect(fault("cvac", readOnly)).toBe(false);
  });
});
