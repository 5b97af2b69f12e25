import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import { at } from "../../../checker/schema/access.ts";
import { modelOf } from "../../../model/compile.ts";
import { binary, constant, dmb, dsb, ldr, ldxr, register, str, stxr, tlbi } from "../../../model/index.ts";
import { isComplete, slotState, type Instruction } from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { after, cbnz, rmw } from "../instructions.ts";
import { allows, endsOf, explore, Inv, outcomesOf, pte, RO, scenarioOf, V, x, y, z } from "../litmus.ts";

const plus = (name: string, addend: bigint) => binary("add", register(name), constant(addend));

/** One try of an increment by load- and store-exclusive. */
const increment = (addend: bigint): readonly Instruction[] => [
  ldxr("r1", x),
  stxr("r9", plus("r1", addend), x),
];

describe("a store-exclusive", () => {
  test("succeeds or fails after a load-exclusive, and writes only if it succeeds", () => {
    const ends = outcomesOf({ pes: { P0: increment(5n) } }).map((o) => `${o["P0:r9"]} ${o["x"]}`);
    expect(ends.toSorted()).toEqual(["0 5", "1 0"]);
  });

  test("fails without a load-exclusive", () => {
    const ends = outcomesOf({ pes: { P0: [ldr("r1", x), stxr("r9", 1n, x)] } });
    expect(ends.map((o) => `${o["P0:r9"]} ${o["x"]}`)).toEqual(["1 0"]);
  });

  test("uses up the reservation, whether it succeeds or not", () => {
    const twice = { pes: { P0: [...increment(1n), stxr("r8", 7n, x)] } };
    expect(new Set(outcomesOf(twice).map((o) => o["P0:r8"]))).toEqual(new Set([1n]));
    expect(allows(twice, { "P0:r9": 1, x: 7 })).toBe(false);
  });

  test("fails at another location than that of the youngest load-exclusive", () => {
    const test = { pes: { P0: [ldxr("r1", x), ldxr("r2", y), stxr("r9", 1n, x)] } };
    expect(new Set(outcomesOf(test).map((o) => o["P0:r9"]))).toEqual(new Set([1n]));
    expect(endsOf(test)).not.toContain("deadlock");
  });

  test("fails at another location that only turns out to be one", () => {
    const P0 = [ldr("r1", z), ldxr("r2", y), stxr("r9", 1n, binary("add", constant(y), register("r1")))];
    const test = { memory: { z: x - y + (1n << 64n) }, pes: { P0 } };
    expect(new Set(outcomesOf(test).map((o) => o["P0:r9"]))).toEqual(new Set([1n]));
  });

  test("is paired through aliases: what counts is the location", () => {
    const test = { ptes: { y: V.x }, pes: { P0: [ldxr("r1", y), stxr("r9", 1n, x)] } };
    expect(allows(test, { "P0:r9": 0, x: 1 })).toBe(true);
  });

  test("succeeds on the path that has a load-exclusive only", () => {
    const P0 = [ldr("r1", y), cbnz("r1", "skip"), ldxr("r2", x), stxr("r9", 1n, x, { label: "skip" })];
    const test = { pes: { P0, P1: [str(1n, y)] } };
    expect(allows(test, { "P0:r1": 0, "P0:r9": 0 })).toBe(true);
    expect(allows(test, { "P0:r1": 1, "P0:r9": 0 })).toBe(false);
    expect(allows(test, { "P0:r1": 1, "P0:r9": 1 })).toBe(true);
  });

  test("to a PTE needs no translation", () => {
    const test = { ptes: { x: V.x }, pes: { P0: [ldxr("r1", pte.x), stxr("r9", Inv.x, pte.x)] } };
    expect(allows(test, { "P0:r9": 0, "pte(x)": "Inv(x)" })).toBe(true);
    expect(allows(test, { "P0:r9": 1, "pte(x)": "V(x)" })).toBe(true);
  });

  test("faults as a store does, also if it would have failed", () => {
    const P0 = [ldxr("r1", x), stxr("r9", 1n, x, { label: "use" })];
    const ends = outcomesOf({ ptes: { x: RO.x }, pes: { P0 } });
    expect(new Set(ends.map((o) => o["P0:use"]))).toEqual(new Set(["permission"]));
  });

  test("that fails is waited for by a DSB until it is translated", () => {
    // Its walk finds the descriptor that P1 writes after y: a load after the DSB must see y too.
    const test = (...between: readonly Instruction[]) => ({
      ptes: { x: Inv.x },
      pes: {
        P0: [stxr("r9", 1n, x), ...between, ldr("r1", y)],
        P1: [str(1n, y), dmb("ish"), str(V.x, pte.x)],
      },
    });
    expect(allows(test(), { "P0:r9": 1, "P0:r1": 0 })).toBe(true);
    expect(allows(test(dsb("ish")), { "P0:r9": 1, "P0:r1": 0 })).toBe(false);
    expect(allows(test(dsb("ish")), { "P0:r9": 1, "P0:r1": 1 })).toBe(true);
  });

  test("that fails is not complete before it is translated", () => {
    const machine = buildMachine(scenarioOf({ ptes: { x: RO.x }, pes: { P0: [stxr("r9", 1n, x)] } }));
    const exploration = explore(modelOf(machine));
    const [slot] = at(machine.pes, 0).slots;
    if (slot === undefined) throw new Error("there is one slot");
    let complete = 0;
    for (let i = 0; i < exploration.size(); i++) {
      const state = exploration.state(i);
      if (!isComplete(state, slot)) continue;
      complete++;
      expect(slotState(state, slot).exception).toBe(1);
    }
    expect(complete).toBeGreaterThan(0);
  });

  test("in a loop that closes has its load-exclusive in the same iteration", () => {
    const P0 = [
      ldxr("r1", x),
      stxr("r9", 1n, x, { label: "again" }),
      { ...cbnz("r9", "again"), bound: "closes" as const },
    ];
    expect(() => outcomesOf({ pes: { P0 } })).toThrow(Diagnostic);
    const loop = [
      ldxr("r1", x, { label: "again" }),
      stxr("r9", 1n, x),
      { ...cbnz("r9", "again"), bound: "closes" as const },
    ];
    expect(new Set(outcomesOf({ pes: { P0: loop } }).map((o) => o["x"]))).toEqual(new Set([1n]));
  });
});

describe("atomicity of a pair", () => {
  test("of two increments that both succeed neither is lost", () => {
    const test = { pes: { P0: increment(1n), P1: increment(2n) } };
    const both = outcomesOf(test).filter((o) => o["P0:r9"] === 0n && o["P1:r9"] === 0n);
    expect(new Set(both.map((o) => o["x"]))).toEqual(new Set([3n]));
    expect(allows(test, { "P0:r9": 0, "P1:r9": 1, x: 1 })).toBe(true);
  });

  test("holds between a pair and an atomic, and between a pair and a store", () => {
    const swap = { pes: { P0: increment(1n), P1: [rmw("add", "r2", 2n, x)] } };
    expect(allows(swap, { "P0:r9": 0, x: 3 })).toBe(true);
    for (const lost of [1, 2]) expect(allows(swap, { "P0:r9": 0, x: lost })).toBe(false);
    const store = { pes: { P0: increment(1n), P1: [str(4n, x)] } };
    expect(allows(store, { "P0:r1": 0, "P0:r9": 0, x: 1 })).toBe(false);
    expect(allows(store, { "P0:r1": 0, "P0:r9": 0, x: 4 })).toBe(true);
    expect(allows(store, { "P0:r1": 4, "P0:r9": 0, x: 5 })).toBe(true);
  });

  test("is not broken by an own store in between", () => {
    const test = { pes: { P0: [ldxr("r1", x), str(3n, x), stxr("r9", 4n, x)] } };
    expect(allows(test, { "P0:r1": 0, "P0:r9": 0, x: 4 })).toBe(true);
  });

  test("holds for a load-exclusive that was forwarded: from the store it read from on", () => {
    const test = {
      pes: { P0: [str(1n, x), ldxr("r1", x), stxr("r9", 2n, x)], P1: [rmw("swap", "r3", 3n, x)] },
    };
    expect(allows(test, { "P0:r1": 1, "P0:r9": 0, "P1:r3": 0 })).toBe(true);
    expect(allows(test, { "P0:r1": 1, "P0:r9": 0, "P1:r3": 1 })).toBe(false);
  });

  test("does not stop a load-exclusive whose store fails", () => {
    const test = {
      pes: { P0: increment(1n), P1: [ldxr("r1", x), dmb("ish"), ldr("r2", x), stxr("r9", 7n, x)] },
    };
    expect(allows(test, { "P0:r9": 0, "P1:r1": 0, "P1:r2": 1, "P1:r9": 1 })).toBe(true);
    expect(allows(test, { "P0:r9": 0, "P1:r1": 0, "P1:r2": 1, "P1:r9": 0 })).toBe(false);
  });
});

describe("ordering of a pair", () => {
  test("it is no barrier: SB with pairs is allowed, and forbidden with DMB", () => {
    const side = (mine: bigint, other: bigint, ...between: readonly Instruction[]) => [
      ldxr("r8", mine),
      stxr("r9", 1n, mine),
      ...between,
      ldr("r1", other),
    ];
    const sb = (...between: readonly Instruction[]) => ({
      pes: { P0: side(x, y, ...between), P1: side(y, x, ...between) },
    });
    const both = { "P0:r9": 0, "P1:r9": 0, "P0:r1": 0, "P1:r1": 0 };
    expect(allows(sb(), both)).toBe(true);
    expect(allows(sb(dmb("ish")), both)).toBe(false);
  });

  test("the status carries no dependency: LB through it is allowed", () => {
    const P0 = [ldxr("r1", x), stxr("r9", 5n, x), str(1n, after(y, "r9"))];
    const test = { pes: { P0, P1: [ldr("r2", y), dmb("ish"), str(2n, x)] } };
    expect(allows(test, { "P0:r1": 2, "P0:r9": 0, "P1:r2": 1 })).toBe(true);
  });

  test("LDAXR acquires and STLXR releases", () => {
    const mp = (load: "plain" | "acquire", store: "plain" | "release") => ({
      pes: {
        P0: [str(1n, x), ldxr("r1", y), stxr("r9", 1n, y, { order: store })],
        P1: [ldxr("r2", y, { order: load }), ldr("r3", x)],
      },
    });
    const stale = { "P0:r9": 0, "P1:r2": 1, "P1:r3": 0 };
    expect(allows(mp("acquire", "release"), stale)).toBe(false);
    expect(allows(mp("plain", "release"), stale)).toBe(true);
    expect(allows(mp("acquire", "plain"), stale)).toBe(true);
  });

  const forwards = (order: "plain" | "acquire") => ({
    pes: {
      P0: [str(1n, y), dmb("ishst"), str(1n, x)],
      P1: [ldxr("r1", x), stxr("r9", 2n, x), ldr("r2", x, { order }), ldr("r3", after(y, "r2"))],
    },
  });
  const early = { "P1:r1": 1, "P1:r9": 0, "P1:r2": 2, "P1:r3": 0 };

  test("it forwards before its load-exclusive has read: FWD-STXR", () => {
    expect(allows(forwards("plain"), early)).toBe(true);
  });

  test("it does not forward so to an acquire", () => {
    expect(allows(forwards("acquire"), early)).toBe(false);
  });

  test("one that fails forwards nothing, and a younger load reads past it", () => {
    const test = { pes: { P0: [ldxr("r1", x), stxr("r9", 2n, x), ldr("r2", x)] } };
    expect(allows(test, { "P0:r9": 1, "P0:r2": 0 })).toBe(true);
    expect(allows(test, { "P0:r9": 1, "P0:r2": 2 })).toBe(false);
    expect(allows(test, { "P0:r9": 0, "P0:r2": 0 })).toBe(false);
  });

  test("coWR: a younger load that went ahead of its translation must not have missed it", () => {
    const P0 = [ldr("r1", y), ldxr("r2", x), stxr("r9", 2n, after(x, "r1")), ldr("r3", x)];
    const test = { pes: { P0 } };
    expect(allows(test, { "P0:r9": 0, "P0:r3": 0 })).toBe(false);
    expect(allows(test, { "P0:r9": 0, "P0:r3": 2 })).toBe(true);
    expect(allows(test, { "P0:r9": 1, "P0:r3": 0 })).toBe(true);
  });

  test("one that fails is no write that a younger load could have missed", () => {
    const P0 = [str(1n, x), dmb("ish"), str(1n, y)];
    const P1 = [ldr("r1", y), ldxr("r2", z), stxr("r9", 2n, after(x, "r1")), ldr("r3", x)];
    expect(allows({ pes: { P0, P1 } }, { "P1:r1": 1, "P1:r9": 1, "P1:r3": 0 })).toBe(true);
  });

  test("a TLBI's DSB waits for one that is in flight by an old entry", () => {
    const P0 = [ldxr("r1", x), stxr("r9", 1n, x)];
    const P1 = [str(Inv.x, pte.x), dsb("ish"), tlbi("vae1is", x), dsb("ish"), ldr("r2", y)];
    const test = { ptes: { y: V.x }, pes: { P0, P1 } };
    // Once the entry is gone nothing writes by it any more.
    expect(allows(test, { "P0:r9": 0, "P1:r2": 1 })).toBe(true);
    expect(allows(test, { "P0:r9": 0, "P1:r2": 0 })).toBe(false);
  });
});
