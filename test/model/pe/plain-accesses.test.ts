import { describe, expect, test } from "vitest";
import { dmb, ldr, str } from "../../../model/index.ts";
import { compute } from "../instructions.ts";
import { allows, outcomesOf, x, y } from "../litmus.ts";

describe("plain loads and stores", () => {
  const sb = (...barrier: Parameters<typeof dmb>[]) => ({
    pes: {
      P0: [str(1n, x), ...barrier.map((b) => dmb(...b)), ldr("r1", y)],
      P1: [str(1n, y), ...barrier.map((b) => dmb(...b)), ldr("r2", x)],
    },
  });

  test("SB: both loads may be performed before both stores", () => {
    expect(allows(sb(), { "P0:r1": 0, "P1:r2": 0 })).toBe(true);
  });

  test("SB: a DMB in between forbids it, one for loads or stores alone does not", () => {
    expect(allows(sb(["ish"]), { "P0:r1": 0, "P1:r2": 0 })).toBe(false);
    expect(allows(sb(["sy"]), { "P0:r1": 0, "P1:r2": 0 })).toBe(false);
    expect(allows(sb(["ishst"]), { "P0:r1": 0, "P1:r2": 0 })).toBe(true);
    expect(allows(sb(["ishld"]), { "P0:r1": 0, "P1:r2": 0 })).toBe(true);
  });

  test("SB has exactly the four outcomes of the architecture", () => {
    const seen = outcomesOf(sb()).map((o) => `${o["P0:r1"]} ${o["P1:r2"]}`);
    expect(seen.toSorted()).toEqual(["0 0", "0 1", "1 0", "1 1"]);
  });

  const lb = (first: string | bigint, second: string | bigint) => ({
    pes: { P0: [ldr("r1", x), str(first, y)], P1: [ldr("r2", y), str(second, x)] },
  });

  test("LB: loads may read from stores that come after them", () => {
    expect(allows(lb(1n, 1n), { "P0:r1": 1, "P1:r2": 1 })).toBe(true);
  });

  test("LB+data on one side is still allowed, LB+datas is not: no value comes out of thin air", () => {
    expect(allows(lb("r1", 1n), { "P0:r1": 1, "P1:r2": 1 })).toBe(true);
    expect(outcomesOf(lb("r1", "r2")).map((o) => `${o["P0:r1"]} ${o["P1:r2"]}`)).toEqual(["0 0"]);
  });

  test("a data dependency goes through ALU instructions", () => {
    const test = {
      pes: {
        P0: [ldr("r1", x), compute("r3", "r1"), str("r3", y)],
        P1: [ldr("r2", y), compute("r4", "r2"), str("r4", x)],
      },
    };
    expect(outcomesOf(test).map((o) => `${o["P0:r1"]} ${o["P1:r2"]}`)).toEqual(["0 0"]);
  });

  test("2+2W: stores propagate in any order, and in program order with DMB ST between them", () => {
    const test = (...barrier: Parameters<typeof dmb>[]) => ({
      pes: {
        P0: [str(1n, x), ...barrier.map((b) => dmb(...b)), str(2n, y)],
        P1: [str(1n, y), ...barrier.map((b) => dmb(...b)), str(2n, x)],
      },
    });
    expect(allows(test(), { x: 1, y: 1 })).toBe(true);
    expect(allows(test(["ishst"]), { x: 1, y: 1 })).toBe(false);
    expect(allows(test(["ishld"]), { x: 1, y: 1 })).toBe(true);
  });

  test("IRIW+dmbs: all PEs agree on the order of two stores, memory is multi-copy atomic", () => {
    const reader = (first: bigint, second: bigint) => [ldr("r1", first), dmb("ish"), ldr("r2", second)];
    const test = { pes: { P0: [str(1n, x)], P1: [str(1n, y)], P2: reader(x, y), P3: reader(y, x) } };
    const outcome = { "P2:r1": 1, "P2:r2": 0, "P3:r1": 1, "P3:r2": 0 };
    expect(allows(test, outcome)).toBe(false);
    expect(allows(test, { "P2:r1": 1, "P2:r2": 0 })).toBe(true);
  });
});
