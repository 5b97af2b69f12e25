import { describe, expect, test } from "vitest";
import { dmb, dsb, isb, ldr, str, tlbi, type Instruction } from "../../../model/index.ts";
import { after, cbnz } from "../instructions.ts";
import { AF0, allows, Inv, outcomesOf, pte, RO, V, x, y } from "../litmus.ts";

const use = ldr("r1", x, { label: "use" });

describe("an own store to a descriptor and then an access", () => {
  const make = (ets2: boolean, ...between: readonly Instruction[]) =>
    allows(
      { features: { ets2 }, ptes: { x: Inv.x }, pes: { P0: [str(V.x, pte.x), ...between, use] } },
      { "P0:use": "translation" },
    );

  test("without ETS2 the access may fault on the old descriptor: only DSB and ISB together forbid it", () => {
    expect(make(false)).toBe(true);
    expect(make(false, dmb("ish"))).toBe(true);
    expect(make(false, dsb("ish"))).toBe(true);
    expect(make(false, dsb("ishst"))).toBe(true);
    expect(make(false, isb())).toBe(true);
    expect(make(false, dsb("ishst"), isb())).toBe(false);
    expect(make(false, dsb("ish"), isb())).toBe(false);
    expect(make(false, isb(), dsb("ish"))).toBe(true);
    expect(make(false, dsb("ishld"), isb())).toBe(true);
  });

  test("with ETS2 a spurious fault is forbidden without any barrier", () => {
    expect(make(true)).toBe(false);
    expect(make(true, dsb("ish"))).toBe(false);
  });

  const broken = (ets2: boolean, ...between: readonly Instruction[]) =>
    allows({ features: { ets2 }, pes: { P0: [str(Inv.x, pte.x), ...between, use] } }, { "P0:r1": 0 });

  test("an old entry is used although its descriptor is gone, until DSB; TLBI; DSB; ISB", () => {
    expect(broken(false)).toBe(true);
    expect(broken(false, dsb("ish"), isb())).toBe(true);
    expect(broken(false, dsb("ish"), tlbi("vae1is", x), isb())).toBe(true);
    expect(broken(false, dsb("ish"), tlbi("vae1is", x), dsb("ish"))).toBe(true);
    expect(broken(false, dsb("ish"), tlbi("vae1is", x), dsb("ish"), isb())).toBe(false);
    expect(broken(false, dsb("ish"), tlbi("vae1", x), dsb("nsh"), isb())).toBe(false);
    expect(broken(false, tlbi("vae1is", x), dsb("ish"), isb())).toBe(true);
    expect(broken(false, dsb("ish"), tlbi("vae1is", x), dsb("ishst"), isb())).toBe(true);
  });

  test("with ETS2 the DSB orders later walks, and the ISB is not needed", () => {
    expect(broken(true, dsb("ish"), tlbi("vae1is", x), dsb("ish"))).toBe(false);
    expect(broken(true, dsb("ish"), tlbi("vae1is", x))).toBe(true);
    expect(broken(true, dsb("ish"))).toBe(true);
  });
});

describe("what a walk may return", () => {
  test("two accesses may use two old descriptors in either order", () => {
    const test = {
      memory: { y: 1n, z: 2n },
      pes: { P0: [str(V.y, pte.x), dsb("ish"), str(V.z, pte.x)], P1: [ldr("r1", x), isb(), ldr("r2", x)] },
    };
    for (const [r1, r2] of [
      [0, 1],
      [1, 0],
      [2, 0],
      [0, 2],
      [2, 1],
    ])
      expect(allows(test, { "P1:r1": r1 ?? 0, "P1:r2": r2 ?? 0 })).toBe(true);
  });

  test("a walk never returns a descriptor that is not written yet", () => {
    const test = { memory: { y: 1n }, pes: { P0: [ldr("r1", x), isb(), str(V.y, pte.x)] } };
    expect(outcomesOf(test).map((o) => o["P0:r1"])).toEqual([0n]);
    const own = { memory: { y: 1n }, pes: { P0: [ldr("r1", x), str(V.y, pte.x)] } };
    expect(outcomesOf(own).map((o) => o["P0:r1"])).toEqual([0n]);
  });

  test("an invalid descriptor is not cached: after a context synchronisation event the access sees the new one", () => {
    const test = (...between: readonly Instruction[]) => ({
      ptes: { x: Inv.x },
      pes: {
        P0: [str(V.x, pte.x), dsb("ish"), str(1n, y)],
        P1: [ldr("r2", y), cbnz("r2", "go"), ...between, ldr("r1", x, { label: "use" })],
      },
    });
    const fault = { "P1:r2": 1, "P1:use": "translation" };
    expect(allows(test(isb({ label: "go" })), fault)).toBe(false);
    expect(allows(test(dmb("ish", { label: "go" })), fault)).toBe(true);
  });

  test("an access-flag fault comes from memory only, as a translation fault does", () => {
    const test = (initial: bigint, written: bigint) => ({
      ptes: { x: initial },
      pes: {
        P0: [str(written, pte.x), dsb("ish"), str(1n, y)],
        P1: [ldr("r2", y), isb(), ldr("r3", after(y, "r2")), isb(), use],
      },
    });
    expect(allows(test(AF0.x, V.x), { "P1:r2": 1, "P1:use": "access-flag" })).toBe(false);
    expect(allows(test(AF0.x, V.x), { "P1:r2": 0, "P1:use": "access-flag" })).toBe(true);
    // The valid one may be cached.
    expect(allows(test(V.x, AF0.x), { "P1:r2": 1, "P1:r1": 0 })).toBe(true);
  });

  test("a permission fault may come from an old entry", () => {
    const store = str(1n, x, { label: "use" });
    const test = (...between: readonly Instruction[]) => ({
      ptes: { x: RO.x },
      pes: { P0: [str(V.x, pte.x), ...between, store] },
    });
    const fault = { "P0:use": "permission" };
    expect(allows(test(dsb("ish"), isb()), fault)).toBe(true);
    expect(allows(test(dsb("ish"), tlbi("vae1is", x), dsb("ish"), isb()), fault)).toBe(false);
    // ETS2 is about translation and access-flag faults.
    expect(allows({ ...test(dsb("ish")), features: { ets2: true } }, fault)).toBe(true);
    expect(allows({ ptes: { x: RO.x }, pes: { P0: [use] } }, { "P0:use": "permission" })).toBe(false);
  });

  test("a load is not held back by the walk of an earlier load", () => {
    const test = (...between: readonly Instruction[]) => ({
      ptes: { x: Inv.x },
      pes: { P0: [str(1n, y), dsb("ish"), str(V.x, pte.x)], P1: [use, ...between, ldr("r2", y)] },
    });
    expect(allows(test(), { "P1:r1": 0, "P1:r2": 0 })).toBe(true);
    expect(allows(test(dmb("ishld")), { "P1:r1": 0, "P1:r2": 0 })).toBe(false);
    expect(allows(test(isb()), { "P1:r1": 0, "P1:r2": 0 })).toBe(false);
  });
});
