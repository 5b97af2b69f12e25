import { describe, expect, test } from "vitest";
import { dsb, isb, ldr, str } from "../../../model/index.ts";
import { after, rmw } from "../instructions.ts";
import { allows, outcomesOf, pte, V, Inv, x, y, z } from "../litmus.ts";

describe("coherence of one location", () => {
  test("CoRR: a second load does not read an older value than the first", () => {
    const test = { pes: { P0: [str(1n, x)], P1: [ldr("r1", x), ldr("r2", x)] } };
    expect(allows(test, { "P1:r1": 1, "P1:r2": 0 })).toBe(false);
    expect(allows(test, { "P1:r1": 0, "P1:r2": 1 })).toBe(true);
  });

  test("CoRR holds although the first load's address comes late", () => {
    const test = { pes: { P0: [str(1n, x)], P1: [ldr("r0", y), ldr("r1", after(x, "r0")), ldr("r2", x)] } };
    expect(allows(test, { "P1:r1": 1, "P1:r2": 0 })).toBe(false);
  });

  test("CoRR holds between virtual addresses that turn out to be one place", () => {
    const test = { ptes: { y: V.x }, pes: { P0: [str(1n, x)], P1: [ldr("r1", y), ldr("r2", x)] } };
    expect(allows(test, { "P1:r1": 1, "P1:r2": 0 })).toBe(false);
  });

  test("CoWW: two stores of a PE reach memory in program order", () => {
    expect(allows({ pes: { P0: [str(1n, x), str(2n, x)] } }, { x: 1 })).toBe(false);
    const aliased = { ptes: { y: V.x }, pes: { P0: [str(1n, x), str(2n, y)] } };
    expect(allows(aliased, { x: 1 })).toBe(false);
  });

  test("CoWR: a load reads its own PE's earlier store or something newer", () => {
    const own = { pes: { P0: [str(1n, x), ldr("r1", x)] } };
    expect(outcomesOf(own).map((o) => o["P0:r1"])).toEqual([1n]);
    const foreign = { pes: { P0: [str(1n, x), ldr("r1", x)], P1: [str(2n, x)] } };
    expect(allows(foreign, { "P0:r1": 0 })).toBe(false);
    expect(allows(foreign, { "P0:r1": 2, x: 1 })).toBe(false);
    expect(allows(foreign, { "P0:r1": 2, x: 2 })).toBe(true);
  });

  test("CoWR holds although the store's address comes late", () => {
    const test = { pes: { P0: [ldr("r0", y), str(1n, after(x, "r0")), ldr("r1", x)] } };
    expect(outcomesOf(test).map((o) => o["P0:r1"])).toEqual([1n]);
  });

  test("CoWR holds between virtual addresses that turn out to be one place", () => {
    const test = { ptes: { y: V.x }, pes: { P0: [str(1n, y), ldr("r1", x)] } };
    expect(outcomesOf(test).map((o) => o["P0:r1"])).toEqual([1n]);
  });

  test("CoRW1: a load does not read from a store that comes after it", () => {
    const test = { pes: { P0: [ldr("r1", x), str(1n, x)] } };
    expect(outcomesOf(test).map((o) => o["P0:r1"])).toEqual([0n]);
  });

  test("CoRW2: a load and then a store of a PE: the store is newer than what the load saw", () => {
    const test = { pes: { P0: [ldr("r1", x), str(1n, x)], P1: [str(2n, x)] } };
    expect(allows(test, { "P0:r1": 2, x: 2 })).toBe(false);
    expect(allows(test, { "P0:r1": 2, x: 1 })).toBe(true);
  });
});

describe("forwarding", () => {
  test("a load may read its own PE's store before anyone else can see it", () => {
    const test = {
      pes: {
        P0: [str(1n, x), ldr("r1", x), ldr("r2", after(y, "r1"))],
        P1: [str(1n, y), ldr("r3", y), ldr("r4", after(x, "r3"))],
      },
    };
    expect(allows(test, { "P0:r1": 1, "P0:r2": 0, "P1:r3": 1, "P1:r4": 0 })).toBe(true);
  });

  test("a store is forwarded before its translation is known", () => {
    // The store's walk comes after the TLBI, the load that reads it by way of its translation before.
    const test = {
      ptes: { x: Inv.x },
      pes: {
        P0: [str(1n, x), ldr("r1", z), ldr("r2", after(y, "r1"))],
        P1: [str(1n, y), dsb("ish"), str(V.x, pte.x)],
      },
    };
    const late = { ...test, ptes: { x: Inv.x, z: V.x } };
    expect(allows(late, { "P0:r1": 1, "P0:r2": 0 })).toBe(true);
  });

  test("forwarding on a guess that was wrong leaves no outcome", () => {
    const test = { ptes: { x: V.x }, pes: { P0: [str(1n, x), ldr("r1", z)], P1: [str(V.z, pte.x)] } };
    expect(allows(test, { "P0:r1": 1, x: 1 })).toBe(false);
    expect(allows(test, { "P0:r1": 1, z: 1 })).toBe(true);
    expect(allows(test, { "P0:r1": 0, z: 1 })).toBe(false);
  });

  test("an atomic may be forwarded to a plain load before it reads, but not to an acquire", () => {
    const first = rmw("swap", "r9", 1n, x);
    const test = (order: "plain" | "acquire") => ({
      pes: {
        P0: [first, ldr("r1", x, { order }), isb(), ldr("r2", after(y, "r1"))],
        P1: [str(1n, y), dsb("ish"), str(2n, x)],
      },
    });
    expect(allows(test("plain"), { "P0:r1": 1, "P0:r9": 2, "P0:r2": 0 })).toBe(true);
    expect(allows(test("acquire"), { "P0:r1": 1, "P0:r9": 2, "P0:r2": 0 })).toBe(false);
  });
});
