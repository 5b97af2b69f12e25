import { describe, expect, test } from "vitest";
import { ldr, str } from "../../../model/index.ts";
import { after } from "../instructions.ts";
import { allows, Inv, outcomesOf, pte, V, y } from "../litmus.ts";

// machine-semantics 3, coWR kill, and 5, coRR: "a direct PTE access is TD as soon as the address is available".
describe("coherence of a descriptor", () => {
  test("CoRR holds on a descriptor whose address comes late", () => {
    const test = {
      pes: { P0: [str(Inv.x, pte.x)], P1: [ldr("r0", y), ldr("r1", after(pte.x, "r0")), ldr("r2", pte.x)] },
    };
    expect(allows(test, { "P1:r1": Inv.x, "P1:r2": V.x })).toBe(false);
    expect(allows(test, { "P1:r1": V.x, "P1:r2": Inv.x })).toBe(true);
  });

  test("CoWR holds on a descriptor whose address comes late", () => {
    const test = { pes: { P0: [ldr("r0", y), str(Inv.x, after(pte.x, "r0")), ldr("r1", pte.x)] } };
    expect(outcomesOf(test).map((o) => o["P0:r1"])).toEqual([Inv.x]);
  });
});
