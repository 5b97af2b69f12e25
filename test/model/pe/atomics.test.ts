import { describe, expect, test } from "vitest";
import { isb, ldr, str } from "../../../model/index.ts";
import { after, rmw } from "../instructions.ts";
import { AF0, allows, Inv, outcomesOf, pte, V, x, y } from "../litmus.ts";

describe("atomics", () => {
  test("one that was forwarded has not read memory: another may come before the store it read from", () => {
    const test = {
      pes: {
        P0: [str(1n, x), rmw("swap", "r1", 2n, x), str("r1", y)],
        P1: [ldr("r2", y), rmw("swap", "r3", 3n, after(x, "r2"))],
      },
    };
    expect(allows(test, { "P0:r1": 1, "P1:r2": 1, "P1:r3": 0 })).toBe(true);
    expect(allows(test, { "P0:r1": 1, "P1:r3": 1 })).toBe(false);
  });

  test("of two atomics on one location each sees the other or is seen by it: neither is lost", () => {
    const test = { pes: { P0: [rmw("set", "r1", 1n, x)], P1: [rmw("set", "r1", 2n, x)] } };
    expect(new Set(outcomesOf(test).map((o) => o["x"]))).toEqual(new Set([3n]));
    const seen = outcomesOf(test).map((o) => `${o["P0:r1"]} ${o["P1:r1"]}`);
    expect(seen.toSorted()).toEqual(["0 1", "2 0"]);
  });

  test("two increments written as loads and stores may lose one", () => {
    const plus = [ldr("r1", x), str("r1", y)];
    const lost = { pes: { P0: [ldr("r1", x), str(1n, x)], P1: plus } };
    expect(allows(lost, { "P1:r1": 0, x: 1 })).toBe(true);
  });

  test("no store of another PE comes between the read and the write of an atomic", () => {
    const test = { pes: { P0: [rmw("swap", "r1", 1n, x)], P1: [str(2n, x)] } };
    expect(allows(test, { "P0:r1": 0, x: 1 })).toBe(false);
    expect(allows(test, { "P0:r1": 2, x: 1 })).toBe(true);
    expect(allows(test, { "P0:r1": 0, x: 2 })).toBe(true);
  });

  test("the read of an atomic may be early: SB+swps is allowed", () => {
    const side = (mine: bigint, to: string, other: bigint) => [rmw("swap", "r9", 1n, mine), ldr(to, other)];
    const test = { pes: { P0: side(x, "r1", y), P1: side(y, "r2", x) } };
    expect(allows(test, { "P0:r1": 0, "P1:r2": 0 })).toBe(true);
  });

  test("each operation leaves its own value", () => {
    const run = (operation: Parameters<typeof rmw>[0], operand: bigint) =>
      outcomesOf({
        memory: { x: 0b1100n },
        pes: { P0: [rmw(operation, "r1", operand, x)] },
      }).map((o) => [o["P0:r1"], o["x"]]);
    expect(run("swap", 5n)).toEqual([[12n, 5n]]);
    expect(run("set", 0b0110n)).toEqual([[12n, 0b1110n]]);
    expect(run("clear", 0b0110n)).toEqual([[12n, 0b1000n]]);
    expect(run("xor", 0b0110n)).toEqual([[12n, 0b1010n]]);
  });
});

describe("compare and swap", () => {
  const cas = (expected: bigint, value: bigint) =>
    rmw("cas", "r1", value, x, { compare: { op: "const", value: expected } });

  test("it writes when it finds the value, and nothing when it does not", () => {
    const found = { pes: { P0: [cas(0n, 7n)] } };
    expect(outcomesOf(found).map((o) => [o["P0:r1"], o["x"]])).toEqual([[0n, 7n]]);
    const other = { memory: { x: 3n }, pes: { P0: [cas(0n, 7n)] } };
    expect(outcomesOf(other).map((o) => [o["P0:r1"], o["x"]])).toEqual([[3n, 3n]]);
  });

  test("of two that expect the same value exactly one succeeds", () => {
    const test = { pes: { P0: [cas(0n, 1n)], P1: [cas(0n, 2n)] } };
    const seen = outcomesOf(test).map((o) => `${o["P0:r1"]} ${o["P1:r1"]} ${o["x"]}`);
    expect(seen.toSorted()).toEqual(["0 1 1", "2 0 2"]);
  });

  test("a successful one is not split by a store, a failed one may be", () => {
    const test = { pes: { P0: [cas(0n, 1n)], P1: [str(2n, x)] } };
    expect(allows(test, { "P0:r1": 0, x: 1 })).toBe(false);
    expect(allows(test, { "P0:r1": 2, x: 2 })).toBe(true);
    expect(allows(test, { "P0:r1": 0, x: 2 })).toBe(true);
    expect(allows(test, { "P0:r1": 2, x: 1 })).toBe(false);
  });

  test("one whose comparison comes late is atomic as well", () => {
    const late = [ldr("r2", y), rmw("cas", "r1", 1n, x, { compare: { op: "register", register: "r2" } })];
    const test = { pes: { P0: late, P1: [str(2n, x)] } };
    expect(allows(test, { "P0:r1": 0, x: 1 })).toBe(false);
    expect(allows(test, { "P0:r1": 0, x: 2 })).toBe(true);
  });

  test("one that fails may read between the read and the write of another atomic, one that succeeds may not", () => {
    const test = (expected: bigint) => ({
      pes: {
        P0: [rmw("swap", "r1", 3n, x, { acquire: true }), str(1n, y)],
        P1: [
          ldr("r2", y),
          rmw("cas", "r3", 2n, after(x, "r2"), { compare: { op: "const", value: expected } }),
        ],
      },
    });
    expect(allows(test(5n), { "P0:r1": 0, "P1:r2": 1, "P1:r3": 0 })).toBe(true);
    expect(allows(test(0n), { "P0:r1": 0, "P1:r2": 1, "P1:r3": 0 })).toBe(false);
    expect(allows(test(0n), { "P0:r1": 0, "P1:r2": 1, "P1:r3": 3 })).toBe(true);
  });

  test("one that fails may read a descriptor whose hardware update is still to come", () => {
    const cas = rmw("cas", "r2", Inv.x, pte.x, { compare: { op: "const", value: Inv.x } });
    const test = { ptes: { x: AF0.x }, pe: { P0: { ha: true } }, pes: { P0: [ldr("r1", x), isb(), cas] } };
    const seen = outcomesOf(test).map((o) => `${o["P0:r2"]} ${o["pte(x)"]}`);
    expect(seen.toSorted()).toEqual([`${AF0.x} V(x)`, `${V.x} V(x)`]);
  });
});
