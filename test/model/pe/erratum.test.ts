import { describe, expect, test } from "vitest";
import { dsb, ldr, str, tlbi, type Instruction } from "../../../model/index.ts";
import { allows, pte, V, x, y } from "../litmus.ts";

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

describe("CVE-2025-10263: the DSB after a TLBI does not wait for accesses that used the removed entry", () => {
  test("an affected core lets such a store land after the DSB, a sound one does not", () => {
    expect(landsLate(true)).toBe(false);
    expect(landsLate(false)).toBe(true);
  });

  test("a second broadcast TLBI of the same page and DSB wait for it", () => {
    expect(landsLate(false, tlbi("vae1is", x), dsb("ish"))).toBe(false);
    expect(landsLate(false, tlbi("vmalle1is"), dsb("ish"))).toBe(false);
  });

  test("a second TLBI that is local, a second DSB alone, or a second TLBI without a DSB do not", () => {
    expect(landsLate(false, tlbi("vae1", x), dsb("ish"))).toBe(true);
    expect(landsLate(false, dsb("ish"))).toBe(true);
    expect(landsLate(false, tlbi("vae1is", x))).toBe(true);
  });

  test("the entries are removed on affected cores too", () => {
    const test = {
      features: { tlbiDrainsOldAccesses: false },
      pes: { P0: [str(V.z, pte.x), dsb("ish"), tlbi("vae1is", x), dsb("ish")], P1: [ldr("r1", x)] },
    };
    expect(allows(test, { "P1 uses x": "V(z)" })).toBe(true);
    expect(allows(test, { "P1 uses x": "V(x) V(z)" })).toBe(false);
  });
});
