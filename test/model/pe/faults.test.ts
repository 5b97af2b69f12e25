import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import {
  compile,
  dmb,
  dsb,
  isb,
  ldr,
  noSpuriousFault,
  str,
  type Instruction,
  type Machine,
} from "../../../model/index.ts";
import { after } from "../instructions.ts";
import { allows, endsOf, Inv, outcomesOf, pte, RO, scenarioOf, V, x, y, z } from "../litmus.ts";

const use = ldr("r1", x, { label: "use" });

describe("faults", () => {
  test("a fault is latched by the walk and taken later: it may be stale by then", () => {
    const test = {
      ptes: { x: Inv.x },
      pes: {
        P0: [ldr("r2", y), isb(), ldr("r3", after(y, "r2")), use],
        P1: [str(V.x, pte.x), dsb("ish"), str(1n, y)],
      },
    };
    expect(allows(test, { "P0:r2": 1, "P0:use": "translation" })).toBe(true);
  });

  test("the thread ends at it: nothing after a faulting access has an effect", () => {
    const test = { ptes: { x: Inv.x }, pes: { P0: [use, str(1n, y), ldr("r2", z)] } };
    const outcomes = outcomesOf(test);
    expect(outcomes.map((o) => [o["P0:use"], o["y"], o["P0:r1"], o["P0:r2"]])).toEqual([
      ["translation", 0n, undefined, undefined],
    ]);
    expect(endsOf(test)).toEqual(["final"]);
  });

  test("a younger load that was performed ahead of a fault is discarded", () => {
    const test = {
      ptes: { x: Inv.x },
      pes: { P0: [ldr("r0", z), ldr("r1", after(x, "r0"), { label: "use" }), ldr("r2", y)] },
    };
    expect(outcomesOf(test).map((o) => o["P0:r2"])).toEqual([undefined]);
  });

  test("a fault of an access that never happens is not taken", () => {
    const test = {
      ptes: { x: Inv.x },
      pes: { P0: [ldr("r0", y, { label: "first" }), use] },
    };
    // With y unmapped as well only the first of the two faults is taken.
    const both = { ...test, ptes: { x: Inv.x, y: Inv.y } };
    expect(outcomesOf(both).map((o) => [o["P0:first"], o["P0:use"]])).toEqual([["translation", undefined]]);
  });

  test("no fault is taken while an earlier access may still fault: not even for a moment", async () => {
    const named = { name: "it", because: "" };
    const verdict = async (y: bigint) => {
      const properties = [(m: Machine) => noSpuriousFault(m, named, [{ pe: "P0", label: "use" }])];
      const test = {
        ptes: { x: Inv.x, y },
        pes: { P0: [ldr("r0", 0x8000_1000n), use], P1: [str(y, pte.y)] },
        scenario: { properties },
      };
      const result = await check(compile(scenarioOf(test)), { properties: ["it"] });
      return result.properties[0]?.verdict;
    };
    expect(await verdict(Inv.y)).toBe("PROVED");
    expect(await verdict(V.y)).toBe("REFUTED");
  });

  test("each kind of descriptor gives its fault, in the order of priority", () => {
    const store = str(1n, x, { label: "use" });
    const faultOf = (word: bigint, access: Instruction) =>
      outcomesOf({ ptes: { x: word }, pes: { P0: [access] } }).map((o) => o["P0:use"]);
    const AF = 1n << 10n;
    expect(faultOf(Inv.x, use)).toEqual(["translation"]);
    expect(faultOf(V.x & ~AF, use)).toEqual(["access-flag"]);
    expect(faultOf(RO.x, store)).toEqual(["permission"]);
    expect(faultOf(RO.x, use)).toEqual([undefined]);
    expect(faultOf(RO.x & ~AF, store)).toEqual(["access-flag"]);
    expect(faultOf(RO.x & ~AF & ~1n, store)).toEqual(["translation"]);
    expect(faultOf(V.x, store)).toEqual([undefined]);
  });

  test("a store that faults writes nothing, and the ones before it do", () => {
    const test = { ptes: { x: RO.x }, pes: { P0: [str(1n, y), str(1n, x), str(1n, z)] } };
    expect(outcomesOf(test).map((o) => [o["x"], o["y"], o["z"]])).toEqual([[0n, 1n, 0n]]);
  });

  test("a load that faulted gives no value to what depends on it", () => {
    const test = { ptes: { x: Inv.x }, memory: { x: 3n }, pes: { P0: [use, str("r1", y)] } };
    expect(outcomesOf(test).map((o) => o["y"])).toEqual([0n]);
  });

  test("only with ETS2 do earlier accesses come before the walk of a fault", () => {
    // P1 makes the descriptor valid before it writes y: P0 sees the flag and faults all the same.
    const test = (ets2: boolean, ...between: readonly Instruction[]) => ({
      features: { ets2 },
      ptes: { x: Inv.x },
      pes: { P0: [ldr("r2", y), ...between, use], P1: [str(V.x, pte.x), dmb("ish"), str(1n, y)] },
    });
    const spurious = { "P0:r2": 1, "P0:use": "translation" };
    expect(allows(test(false), spurious)).toBe(true);
    expect(allows(test(false, dmb("ish")), spurious)).toBe(true);
    expect(allows(test(true), spurious)).toBe(false);
  });
});
