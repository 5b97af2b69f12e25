import { describe, expect, test } from "vitest";
import { dsb, isb, ldr, str, tlbi, type Instruction } from "../../../model/index.ts";
import { after } from "../instructions.ts";
import { allows, Inv, outcomesOf, pte, V, x, y, z } from "../litmus.ts";

const use = ldr("r1", x, { label: "use" });

describe("dsb(nsh)", () => {
  test("after dsb(nshst) and isb() the own walker sees the store", () => {
    const test = (...between: readonly Instruction[]) => ({
      ptes: { x: Inv.x },
      pes: { P0: [str(V.x, pte.x), ...between, use] },
    });
    expect(allows(test(dsb("nshst"), isb()), { "P0:use": "translation" })).toBe(false);
    expect(allows(test(dsb("nsh"), isb()), { "P0:use": "translation" })).toBe(false);
    expect(allows(test(dsb("nshld"), isb()), { "P0:use": "translation" })).toBe(true);
  });

  const flagged = (option: "nshst" | "nsh" | "ishst" | "ish") => ({
    ptes: { x: Inv.x },
    pes: {
      P0: [str(V.x, pte.x), dsb(option), str(1n, y)],
      P1: [ldr("r2", y), isb(), ldr("r3", after(y, "r2")), isb(), use],
    },
  });

  test("after dsb(nshst) others may not see the store yet, after dsb(ishst) they do", () => {
    const unseen = { "P1:r2": 1, "P1:use": "translation" };
    expect(allows(flagged("nshst"), unseen)).toBe(true);
    expect(allows(flagged("nsh"), unseen)).toBe(true);
    expect(allows(flagged("ishst"), unseen)).toBe(false);
    expect(allows(flagged("ish"), unseen)).toBe(false);
  });

  test("data stores may overtake each other across dsb(nshst) as well", () => {
    const test = (option: "nshst" | "ishst") => ({
      pes: {
        P0: [str(1n, x), dsb(option), str(1n, y)],
        P1: [ldr("r1", y, { order: "acquire" }), ldr("r2", x)],
      },
    });
    expect(allows(test("nshst"), { "P1:r1": 1, "P1:r2": 0 })).toBe(true);
    expect(allows(test("ishst"), { "P1:r1": 1, "P1:r2": 0 })).toBe(false);
  });

  test("what only the own walker sees propagates in the end, in program order", () => {
    const test = { pes: { P0: [str(Inv.x, pte.x), dsb("nshst"), str(V.y, pte.x), dsb("nshst")] } };
    expect(outcomesOf(test).map((o) => o["pte(x)"])).toEqual(["V(y)"]);
  });

  test("the own PE reads its store although it is not visible to others", () => {
    const test = { pes: { P0: [str(Inv.x, pte.x), dsb("nshst"), ldr("r1", pte.x)] } };
    expect(outcomesOf(test).map((o) => o["P0:r1"])).toEqual([Inv.x]);
  });

  test("it completes only the own part of a broadcast TLBI, a later dsb(ish) the rest", () => {
    const test = (...rest: readonly Instruction[]) => ({
      pes: {
        P0: [str(Inv.x, pte.x), dsb("ish"), tlbi("vae1is", x), dsb("nsh"), isb(), ...rest],
        P1: [str(0n, z)],
      },
    });
    const own = outcomesOf(test());
    expect(own.every((o) => o["P0 uses x"] === "")).toBe(true);
    expect(own.some((o) => o["P1 uses x"] === "V(x)")).toBe(true);
    expect(outcomesOf(test(dsb("ish"))).every((o) => o["P1 uses x"] === "")).toBe(true);
    expect(outcomesOf(test(dsb("ishst"))).some((o) => o["P1 uses x"] === "V(x)")).toBe(true);
    expect(outcomesOf(test(dsb("nsh"))).some((o) => o["P1 uses x"] === "V(x)")).toBe(true);
  });

  test("after dsb(nshst) a TLBI takes the old entry from its own PE, but others may walk it again", () => {
    const test = (option: "nshst" | "ishst") => ({
      pes: { P0: [str(Inv.x, pte.x), dsb(option), tlbi("vae1is", x), dsb("ish")], P1: [] },
    });
    expect(allows(test("nshst"), { "P0 uses x": "V(x)" })).toBe(false);
    expect(allows(test("nshst"), { "P1 uses x": "V(x)" })).toBe(true);
    expect(allows(test("ishst"), { "P1 uses x": "V(x)" })).toBe(false);
  });

  test("a store visible to the own walker only is what the PE may cache, before it propagates", () => {
    // P1 writes the same descriptor: the walker of P0 keeps seeing its own value until that has propagated.
    const test = {
      pes: { P0: [str(V.y, pte.x), dsb("nshst"), isb(), ldr("r1", x)], P1: [str(V.z, pte.x)] },
      memory: { y: 1n, z: 2n },
    };
    expect(allows(test, { "P0:r1": 1, "pte(x)": "V(z)" })).toBe(true);
    expect(allows(test, { "P0:r1": 2, "pte(x)": "V(y)" })).toBe(true);
  });
});
