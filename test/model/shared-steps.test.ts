import { describe, expect, test } from "vitest";
import { dmb, dsb, isb, ldr, str, tlbi } from "../../model/index.ts";
import { cbz } from "./instructions.ts";
import { modelOf } from "../../model/compile.ts";
import { buildMachine } from "../../model/machine/build.ts";
import { explore, Inv, keyOf, outcomesOf, pte, scenarioOf, x, y, z, type Litmus } from "./litmus.ts";

const use = ldr("r1", x, { label: "use" });

const judgedByEnds = (test: Litmus): Litmus => ({ ...test, scenario: { judged: "final states" } });

/** What a PE may use at an end is a matter of steps that went together. */
const endsOf = (test: Litmus): readonly string[] =>
  [
    ...new Set(
      outcomesOf(test).map((outcome) =>
        keyOf(Object.fromEntries(Object.entries(outcome).filter(([name]) => !name.includes(" uses ")))),
      ),
    ),
  ].toSorted();

const statesOf = (test: Litmus): number => explore(modelOf(buildMachine(scenarioOf(test)))).size();

/** Ends that a step taken too early, or together with another, would lose. */
const shapes: readonly { readonly loses: string; readonly test: Litmus; readonly end: RegExp }[] = [
  {
    loses: "a walk before an older DSB, without FEAT_ETS2",
    test: { pes: { P0: [str(Inv.x, pte.x), dsb("ish"), tlbi("vae1is", x), dsb("ish"), use] } },
    end: /P0:r1=0/,
  },
  {
    loses: "a load that reads after a younger store has gone ahead of it",
    test: {
      pes: { P0: [use, str(1n, y)], P1: [ldr("r2", y), str("r2", x)], P2: [str(Inv.x, pte.x)] },
    },
    end: /P0:r1=1.*P1:r2=1/,
  },
  {
    loses: "a use of the old entry while the DSB is still to complete its TLBI",
    test: {
      pes: {
        P0: [str(Inv.x, pte.x), dsb("ish"), str(1n, y), tlbi("vae1is", x), dsb("ish")],
        P1: [ldr("r2", y), cbz("r2", "end"), isb(), use],
      },
    },
    end: /P1:r1=0.*P1:r2=1/,
  },
  {
    loses: "a read before another PE's write",
    test: { pes: { P0: [use], P1: [str(1n, x)] } },
    end: /P0:r1=0/,
  },
  {
    loses: "a walk after another PE's write of the descriptor",
    test: { ptes: { x: Inv.x }, pes: { P0: [use], P1: [str(Inv.x | 1n, pte.x)] } },
    end: /P0:r1=0/,
  },
  {
    loses: "a write after another PE's read",
    test: { pes: { P0: [str(1n, x), dmb("sy"), str(1n, y)], P1: [ldr("r2", y), dmb("sy"), ldr("r3", x)] } },
    end: /P1:r2=0; P1:r3=0/,
  },
  {
    loses: "a walk that a DSB waits for, because a younger load is done and this one cannot read yet",
    test: {
      pes: {
        P0: [ldr("r0", z), str("r0", y), ldr("r4", y), use],
        P1: [str(Inv.x, pte.x), dsb("ish"), tlbi("vae1is", x), dsb("ish"), str(1n, z)],
        P2: [str(Inv.y, pte.y)],
      },
    },
    end: /P0:r0=1; P0:r1=0/,
  },
];

describe("steps that share a transition where ends are judged", () => {
  test.each(shapes)("do not lose $loses", ({ test: given, end }) => {
    const ends = endsOf(judgedByEnds(given));
    expect(ends).toEqual(endsOf(given));
    expect(ends.some((outcome) => end.test(outcome))).toBe(true);
  });

  test("are fewer states", () => {
    const states = shapes.map(({ test: given }) => [statesOf(given), statesOf(judgedByEnds(given))]);
    for (const [all = 0, some = 0] of states) expect(some).toBeLessThanOrEqual(all);
    expect(states.some(([all = 0, some = 0]) => some < all)).toBe(true);
  });
});
