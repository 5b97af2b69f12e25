import { describe, expect, test } from "vitest";
import { dmb, dsb, isb, ldr, str, tlbi, type BarrierOption, type Instruction } from "../../../model/index.ts";
import { cbnz, rmw } from "../instructions.ts";
import { AF0, allows, CLEAN, Inv, outcomesOf, pte, RO, V, x, y, z, type Litmus } from "../litmus.ts";

const use = ldr("r1", x, { label: "use" });
const tlbiX = tlbi("vae1is", x);
const write = str(1n, x, { label: "write" });

const values = (test: Litmus, name: string): readonly string[] =>
  [...new Set(outcomesOf(test).map((outcome) => String(outcome[name])))].toSorted();

describe("the access flag under TCR.HA", () => {
  test("without it an access to a page with AF=0 faults, with it the walker sets the flag", () => {
    const test = { ptes: { x: AF0.x }, pes: { P0: [use] } };
    expect(outcomesOf(test).map((o) => [o["P0:use"], o["pte(x)"]])).toEqual([["access-flag", "AF0(x)"]]);
    const managed = { ...test, pe: { P0: { ha: true } } };
    expect(outcomesOf(managed).map((o) => [o["P0:use"], o["pte(x)"]])).toEqual([[undefined, "V(x)"]]);
  });

  test("it is that of the PE: another one without it still faults, until the flag is set", () => {
    const test = { ptes: { x: AF0.x }, pes: { P0: [use], P1: [use] }, pe: { P0: { ha: true } } };
    expect(values(test, "P1:use")).toEqual(["access-flag", "undefined"]);
  });

  test("a speculative walk sets the flag at any time, but never of an invalid descriptor", () => {
    const test = { ptes: { x: AF0.x, y: Inv.y }, pes: { P0: [] }, pe: { P0: { ha: true } } };
    expect(values(test, "pte(x)")).toEqual(["AF0(x)", "V(x)"]);
    expect(values(test, "pte(y)")).toEqual(["Inv(y)"]);
    expect(values({ ...test, pe: {} }, "pte(x)")).toEqual(["AF0(x)"]);
  });

  test("an update is atomic: it never brings back what a store has replaced", () => {
    const test = {
      ptes: { x: AF0.x },
      pes: { P0: [use], P1: [str(Inv.x, pte.x)] },
      pe: { P0: { ha: true } },
    };
    expect(values(test, "pte(x)")).toEqual(["Inv(x)"]);
  });

  test("an update does not come between the read and the write of an atomic", () => {
    const test = {
      ptes: { x: AF0.x },
      pes: { P0: [rmw("swap", "r2", Inv.x, pte.x)], P1: [use] },
      pe: { P1: { ha: true } },
    };
    const lost = { "P0:r2": Number(AF0.x), "pte(x)": "V(x)" };
    expect(allows(test, lost)).toBe(false);
    // The same from its own PE.
    const own = { ...test, pes: { P0: [rmw("swap", "r2", Inv.x, pte.x), use] }, pe: { P0: { ha: true } } };
    expect(allows(own, { "pte(x)": "V(x)", "P0:r2": Number(AF0.x) })).toBe(false);
  });

  test("an update waits for earlier branches, an access does not wait for its update", () => {
    const test = (code: readonly Instruction[]) => ({
      ptes: { x: AF0.x },
      pes: { P0: code, P1: [ldr("r1", pte.x), dmb("sy"), str(1n, y)] },
      pe: { P0: { ha: true } },
    });
    // With the speculative update as well nothing tells the two apart: another PE has no walker that sets the flag.
    const dependent = test([ldr("r2", y), cbnz("r2", "end"), use]);
    expect(allows(dependent, { "P0:r2": 1, "pte(x)": "AF0(x)" })).toBe(true);
    const ahead = { ...test([use, ldr("r3", pte.x)]) };
    expect(allows(ahead, { "P0:r3": Number(AF0.x) })).toBe(true);
  });

  test.each<[BarrierOption, "dmb" | "dsb", boolean]>([
    ["sy", "dmb", true],
    ["ld", "dsb", true],
    ["sy", "dsb", false],
  ])(
    "%s as %s after the access: an observer of a later store sees the flag clear: %s",
    (option, kind, seen) => {
      const barrier = kind === "dmb" ? dmb(option) : dsb(option);
      const test = {
        ptes: { x: AF0.x },
        pes: { P0: [use, barrier, str(1n, y)], P1: [ldr("r1", y), dmb("sy"), ldr("r2", pte.x)] },
        pe: { P0: { ha: true } },
      };
      expect(allows(test, { "P1:r1": 1, "P1:r2": Number(AF0.x) })).toBe(seen);
    },
  );
});

describe("the dirty state under TCR.HD", () => {
  test("a store makes a page writable that DBM allows it for; otherwise it faults", () => {
    const test = { ptes: { x: CLEAN.x }, pes: { P0: [write] }, pe: { P0: { hd: true } } };
    expect(outcomesOf(test).map((o) => [o["P0:write"], o["x"]])).toEqual([[undefined, 1n]]);
    expect(values(test, "pte(x)")).not.toContain("CLEAN(x)");
    expect(values({ ...test, pe: { P0: { ha: true } } }, "P0:write")).toEqual(["permission"]);
    expect(values({ ...test, ptes: { x: RO.x } }, "P0:write")).toEqual(["permission"]);
  });

  test("HD implies HA", () => {
    const test = { ptes: { x: AF0.x }, pes: { P0: [use] }, pe: { P0: { hd: true } } };
    expect(values(test, "P0:use")).toEqual(["undefined"]);
  });

  test("a load leaves it, and nothing sets it speculatively", () => {
    const test = { ptes: { x: CLEAN.x }, pes: { P0: [use] }, pe: { P0: { hd: true } } };
    expect(values(test, "pte(x)")).toEqual(["CLEAN(x)"]);
  });

  test("a compare-and-swap that fails may leave the page clean or dirty, one that succeeds makes it dirty", () => {
    const cas = (compare: bigint) => ({
      ptes: { x: CLEAN.x },
      pes: {
        P0: [rmw("cas", "r1", 2n, x, { compare: { op: "const", value: compare }, label: "cas" })],
      },
      pe: { P0: { hd: true } },
    });
    expect(outcomesOf(cas(7n)).map((o) => o["x"])).toEqual([0n, 0n]);
    expect(values(cas(7n), "pte(x)")).toContain("CLEAN(x)");
    expect(values(cas(0n), "x")).toEqual(["2"]);
    expect(values(cas(0n), "pte(x)")).not.toContain("CLEAN(x)");
  });

  test("the update may be visible before the store's data", () => {
    const test = {
      ptes: { x: CLEAN.x },
      pes: { P0: [ldr("r0", y), str(1n, x)], P1: [ldr("r1", pte.x), dmb("sy"), ldr("r2", x)] },
      pe: { P0: { hd: true } },
    };
    const outcomes = outcomesOf(test);
    expect(outcomes.some((o) => o["P1:r1"] !== CLEAN.x && o["P1:r2"] === 0n)).toBe(true);
  });
});

describe("accesses at EL0", () => {
  const forAll = V.x | (1n << 6n);
  test("a page without AP[1] gives a permission fault, one with it does not", () => {
    const test = { ptes: { x: forAll }, pes: { P0: [use, ldr("r2", z, { label: "kernel" })] } };
    const user = { ...test, pe: { P0: { el: "el0" as const } } };
    expect(outcomesOf(user).map((o) => [o["P0:use"], o["P0:kernel"]])).toEqual([[undefined, "permission"]]);
    expect(outcomesOf(test).map((o) => o["P0:kernel"])).toEqual([undefined]);
  });

  test("no PTE is accessible", () => {
    const code = [str(V.y, pte.x, { label: "set" })];
    const test = { pes: { P0: code }, pe: { P0: { el: "el0" as const } } };
    expect(outcomesOf(test).map((o) => [o["P0:set"], o["pte(x)"]])).toEqual([["permission", "V(x)"]]);
  });
});

describe("FEAT_ETS3", () => {
  const shape = (features: Litmus["features"]): Litmus => ({
    ...(features === undefined ? {} : { features }),
    ptes: { x: RO.x },
    pes: { P0: [ldr("r2", y), write], P1: [str(V.x, pte.x), dsb("ish"), str(1n, y)] },
  });

  test("a permission fault waits for earlier accesses, as translation faults do under FEAT_ETS2", () => {
    const stale = { "P0:r2": 1, "P0:write": "permission" };
    expect(allows(shape({}), stale)).toBe(true);
    expect(allows(shape({ ets2: true }), stale)).toBe(true);
    // The old entry may be cached: only an uncacheable fault would be impossible.
    expect(allows(shape({ ets3: true }), stale)).toBe(true);
    const afterTlbi = (features: Litmus["features"]): Litmus => ({
      ...shape(features),
      ptes: { x: Inv.x },
      pes: { P0: [ldr("r2", y), write], P1: [str(V.x, pte.x), dsb("ish"), str(1n, y)] },
    });
    const fault = { "P0:r2": 1, "P0:write": "translation" };
    expect(allows(afterTlbi({}), fault)).toBe(true);
    expect(allows(afterTlbi({ ets2: true }), fault)).toBe(false);
    expect(allows(afterTlbi({ ets3: true }), fault)).toBe(false);
  });

  test("with the entry gone by a TLBI a permission fault on the old descriptor is impossible under it", () => {
    const shot = (features: Litmus["features"]): Litmus => ({
      ...shape(features),
      pes: {
        P0: [ldr("r2", y), write],
        P1: [str(V.x, pte.x), dsb("ish"), isb(), tlbiX, dsb("ish"), str(1n, y)],
      },
    });
    const stale = { "P0:r2": 1, "P0:write": "permission" };
    expect(allows(shot({ ets2: true }), stale)).toBe(true);
    expect(allows(shot({ ets3: true }), stale)).toBe(false);
  });
});
