import { describe, expect, test } from "vitest";
import { dsb, ldr, str, tlbi, type Instruction } from "../../../model/index.ts";
import { allows, pte, V, x, y, z } from "../litmus.ts";

/** P1's store through the old entry of x, which y maps too: does it land after P0 has shot x down? */
function landsLate(drains: boolean, ...more: readonly Instruction[]): boolean {
  return allows(
    {
      features: { tlbiDrainsOldAccesses: drains },
      ptes: { y: V.x },
      pes: {
        P0: [str(V.z, pte.x), dsb("ish"), tlbi("vae1is", x), dsb("ish"), ...more, ldr("r1", y)],
        P1: [str(1n, x)],
      },
    },
    { "P0:r1": 0, x: 1 },
  );
}

// machine-semantics 15, Erratum: "its next broadcast TLBI;DSB, with any operand, waits for them".
describe("CVE-2025-10263", () => {
  test("a second broadcast TLBI and DSB wait for it, whatever its operand", () => {
    expect(landsLate(false, tlbi("vae1is", z), dsb("ish"))).toBe(false);
    expect(landsLate(false, tlbi("vmalle1is"), dsb("ish"))).toBe(false);
  });

  // __tlbi_sync_s1ish_hyp(): Linux drains what a guest's entries translated by `vale2is, 0`.
  test("of whatever regime, but for a local one", () => {
    expect(landsLate(false)).toBe(true);
    expect(landsLate(false, tlbi("vale2is", z), dsb("ish"))).toBe(false);
    expect(landsLate(false, tlbi("vale2", z), dsb("ish"))).toBe(true);
  });
});
