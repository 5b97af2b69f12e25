import { describe, expect, test } from "vitest";
import { ldr, str } from "../../../model/index.ts";
import { allows, outcomesOf, pte, V, x, type Litmus } from "../litmus.ts";

// machine-semantics 15, Conflict: the words analysis must follow an access to the amalgamated address.
describe("an access to an amalgamated address", () => {
  test("a store that amalgamates reaches neither page", () => {
    const test: Litmus = {
      features: { amalgamation: true },
      pes: { P0: [str(V.y, pte.x)], P1: [str(7n, x)] },
    };
    expect(allows(test, { X: 7, x: 0, y: 0 })).toBe(true);
  });

  test("a load that amalgamates reads what is there", () => {
    const test: Litmus = {
      memory: { x: 1n, y: 2n },
      features: { amalgamation: true },
      pes: { P0: [str(V.y, pte.x)], P1: [ldr("r1", x, { label: "use" })] },
    };
    const seen = new Set(outcomesOf(test).map((o) => o["P1:use"] ?? o["P1:r1"]));
    expect(seen).toEqual(new Set([0n, 1n, 2n, "tlb-conflict"]));
  });
});
