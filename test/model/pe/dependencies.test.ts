import { describe, expect, test } from "vitest";
import { dmb, ldr, str } from "../../../model/index.ts";
import { after, cbnz, cbz } from "../instructions.ts";
import { allows, endsOf, Inv, outcomesOf, V, x, y, z } from "../litmus.ts";

describe("dependencies", () => {
  const lb = (between: Parameters<typeof str>[1], ...branch: readonly ReturnType<typeof cbnz>[]) => ({
    pes: {
      P0: [ldr("r1", x), dmb("ish"), str(1n, y)],
      P1: [ldr("r2", y), ...branch, str(1n, between, { label: "go" })],
    },
  });

  test("a control dependency orders a store", () => {
    expect(allows(lb(x, cbnz("r2", "go")), { "P0:r1": 1, "P1:r2": 1 })).toBe(false);
    expect(allows(lb(x), { "P0:r1": 1, "P1:r2": 1 })).toBe(true);
  });

  test("a control dependency does not order a load", () => {
    const test = {
      pes: {
        P0: [str(1n, x), dmb("ish"), str(1n, y)],
        P1: [ldr("r1", y), cbnz("r1", "go"), ldr("r2", x, { label: "go" })],
      },
    };
    expect(allows(test, { "P1:r1": 1, "P1:r2": 0 })).toBe(true);
  });

  test("an address dependency orders a store, and the stores that come after it", () => {
    expect(allows(lb(after(x, "r2")), { "P0:r1": 1, "P1:r2": 1 })).toBe(false);
    const through = {
      pes: {
        P0: [ldr("r1", x), dmb("ish"), str(1n, y)],
        P1: [ldr("r2", y), str(1n, after(z, "r2")), str(1n, x)],
      },
    };
    expect(allows(through, { "P0:r1": 1, "P1:r2": 1 })).toBe(false);
  });

  test("an address dependency to a load orders the stores that come after that load", () => {
    const test = {
      pes: {
        P0: [ldr("r1", x), dmb("ish"), str(1n, y)],
        P1: [ldr("r2", y), ldr("r3", after(z, "r2")), str(1n, x)],
      },
    };
    expect(allows(test, { "P0:r1": 1, "P1:r2": 1 })).toBe(false);
  });

  test("a store waits for earlier translations: one of them might fault", () => {
    // P1 saw the new descriptor of x by not faulting, so what P0 did before is not yet undone for its store.
    const test = {
      ptes: { x: Inv.x },
      pes: { P0: [ldr("r1", y), dmb("ish"), str(V.x, 0x9000_0000n)], P1: [ldr("r2", x), str(1n, y)] },
    };
    expect(allows(test, { "P0:r1": 1, "P1:r2": 0 })).toBe(false);
  });
});

describe("branches", () => {
  const sample = {
    memory: { y: 1n },
    pes: { P0: [ldr("r1", y), cbz("r1", "skip"), str(1n, x), ldr("r2", z, { label: "skip" })] },
  };

  test("both ways are guessed, and what the wrong one does leaves no trace", () => {
    expect(outcomesOf(sample).map((o) => o["x"])).toEqual([1n]);
    const zero = { ...sample, memory: {} };
    expect(outcomesOf(zero).map((o) => o["x"])).toEqual([0n]);
  });

  test("abandoned guesses are no ends: neither deadlocks nor outcomes", () => {
    expect(endsOf(sample)).toEqual(["abandoned", "final"]);
  });

  test("a load of a wrong path may be performed, but no store", () => {
    const speculated = {
      pes: {
        P0: [ldr("r1", y), cbz("r1", "end"), str(1n, x)],
        P1: [ldr("r2", x)],
      },
    };
    expect(allows(speculated, { "P1:r2": 1 })).toBe(false);
  });

  test("a loop runs as often as its condition says", () => {
    const loop = {
      memory: { x: 2n },
      pes: { P0: [ldr("r1", y, { label: "again" }), cbnz("r9", "end"), str(5n, y), cbz("r1", "again", 2)] },
    };
    expect(outcomesOf(loop).map((o) => o["P0:r1"])).toEqual([5n]);
  });
});
