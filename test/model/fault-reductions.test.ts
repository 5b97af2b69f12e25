import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { observed } from "../../checker/engine/observed/observed.ts";
import { reference } from "../../checker/engine/reference.ts";
import { judge, type Judged, type Run } from "./judged.ts";
import type { Litmus } from "./litmus.ts";
import { randomFaults } from "./random-faults.ts";
import type { Ingredients } from "./random-scenario.ts";

const answers = (judged: Judged | null) => ({ found: judged?.found, outcomes: judged?.outcomes });

/** Random tests with handlers, retries and skipped faults must come out the same in both ways of running them. */
function agree(one: Run, other: Run, ingredients: Ingredients, numRuns: number): void {
  fc.assert(
    fc.property(randomFaults(ingredients), (given: Litmus) => {
      const left = judge(given, one);
      const right = judge(given, other);
      fc.pre(left !== null && right !== null);
      expect(answers(right)).toEqual(answers(left));
    }),
    { numRuns },
  );
}

describe("random scenarios with faults that are handled", () => {
  test("eager steps folded agree with eager steps off", () => {
    agree({ eager: "off" }, {}, { size: 4, pes: 2, data: true }, 60);
  });

  test("the may-be-cached set agrees with explicit walks", () => {
    agree({ walks: "explicit" }, {}, { size: 3, pes: 2, data: false }, 40);
  });

  test("the engines agree", () => {
    agree({ engine: reference }, {}, { size: 3, pes: 2, data: true }, 15);
    agree({ engine: observed }, {}, { size: 3, pes: 2, data: true }, 15);
  });

  test("steps that share a transition where ends are judged lead to the same ends", () => {
    fc.assert(
      fc.property(randomFaults({ size: 4, pes: 2, data: true }), (given: Litmus) => {
        const features = { ...given.features, amalgamation: false, tlbiDrainsOldAccesses: true };
        const all = judge({ ...given, features }, {});
        const some = judge({ ...given, features }, { judged: "final states" });
        fc.pre(all !== null && some !== null);
        expect(some?.outcomes).toEqual(all?.outcomes);
      }),
      { numRuns: 100 },
    );
  });
});
