import { describe, expect, test } from "vitest";
import { dsb, eret, isb, ldr, sendIpi, str, takeIpi, type Instruction } from "../../../model/index.ts";
import { allows, endsOf, Inv, pte, V, x, y } from "../litmus.ts";

const use = ldr("r1", x, { label: "use" });

describe("interrupts", () => {
  test("an IPI is taken after it was sent, once", () => {
    expect(endsOf({ pes: { P0: [sendIpi("P1")], P1: [takeIpi()] } })).toEqual(["final"]);
    expect(endsOf({ pes: { P0: [], P1: [takeIpi()] } })).toEqual(["deadlock"]);
    expect(endsOf({ pes: { P0: [sendIpi("P1")], P1: [takeIpi(), takeIpi()] } })).toEqual(["deadlock"]);
  });

  test("only a DSB orders a store before an IPI", () => {
    const test = (...between: readonly Instruction[]) => ({
      pes: { P0: [str(1n, y), ...between, sendIpi("P1")], P1: [takeIpi(), ldr("r1", y)] },
    });
    expect(allows(test(), { "P1:r1": 0 })).toBe(true);
    expect(allows(test(dsb("ish")), { "P1:r1": 0 })).toBe(false);
  });

  const remap = (entryExitCse: boolean, ...handler: readonly Instruction[]) => ({
    features: { entryExitCse },
    ptes: { x: Inv.x },
    pes: { P0: [str(V.x, pte.x), dsb("ish"), sendIpi("P1")], P1: [takeIpi(), ...handler, use] },
  });

  test("interrupt entry synchronises context where the machine says so: later walks come after it", () => {
    expect(allows(remap(true), { "P1:use": "translation" })).toBe(false);
    expect(allows(remap(false), { "P1:use": "translation" })).toBe(true);
  });

  test("without that an ISB in the handler does it", () => {
    expect(allows(remap(false, isb()), { "P1:use": "translation" })).toBe(false);
  });

  test("an exception return synchronises context where the machine says so", () => {
    const test = (entryExitCse: boolean, ...last: readonly Instruction[]) => ({
      features: { entryExitCse },
      ptes: { x: Inv.x },
      pes: { P0: [str(V.x, pte.x), dsb("ish"), ...last, use] },
    });
    expect(allows(test(true, eret()), { "P0:use": "translation" })).toBe(false);
    expect(allows(test(false, eret()), { "P0:use": "translation" })).toBe(true);
    expect(allows(test(true), { "P0:use": "translation" })).toBe(true);
  });

  test("reads and writes after an interrupt entry wait for it in any case", () => {
    const test = {
      features: { entryExitCse: false },
      pes: { P0: [str(1n, y), dsb("ish"), sendIpi("P1")], P1: [takeIpi(), ldr("r1", y)] },
    };
    expect(allows(test, { "P1:r1": 0 })).toBe(false);
  });
});
