import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { observed } from "../../checker/engine/observed/observed.ts";
import { reference } from "../../checker/engine/reference.ts";
import { judge, type Judged, type Run } from "./judged.ts";
import { cas, ldr, mark, str } from "../../model/index.ts";
import { x, y, type Litmus } from "./litmus.ts";
import { randomLitmus, type Ingredients } from "./random-scenario.ts";

/** Random tests must come out the same in both ways of running them. */
function agree(one: Run, other: Run, ingredients: Ingredients, numRuns: number): void {
  fc.assert(
    fc.property(randomLitmus(ingredients), (given: Litmus) => {
      const left = judge(given, one);
      const right = judge(given, other);
      fc.pre(left !== null && right !== null);
      expect(answers(right)).toEqual(answers(left));
    }),
    { numRuns },
  );
}

const answers = (judged: Judged | null) => ({ found: judged?.found, outcomes: judged?.outcomes });

/** Where only ends are judged there are fewer states before them, and the same ends. */
function sameEnds(ingredients: Ingredients, numRuns: number): void {
  const saved = { fewer: 0 };
  fc.assert(
    fc.property(randomLitmus(ingredients), (given: Litmus) => {
      const test = {
        ...given,
        features: { ...given.features, amalgamation: false, tlbiDrainsOldAccesses: true },
      };
      const all = judge(test, {});
      const some = judge(test, { judged: "final states" });
      fc.pre(all !== null && some !== null);
      expect(some?.outcomes).toEqual(all?.outcomes);
      if ((some?.states ?? 0) < (all?.states ?? 0)) saved.fewer++;
    }),
    { numRuns },
  );
  expect(saved.fewer).toBeGreaterThan(0);
}

describe("random scenarios", () => {
  test("the may-be-cached set agrees with explicit walks, fills, evictions and arriving TLBIs: one PE", () => {
    agree({ walks: "explicit" }, {}, { size: 6, pes: 1, data: false }, 60);
  });

  test("the same with two PEs", () => {
    agree({ walks: "explicit" }, {}, { size: 5, pes: 2, data: false }, 30);
  });

  test("eager steps folded agree with eager steps off", () => {
    agree({ eager: "off" }, {}, { size: 6, pes: 2, data: true }, 60);
  });

  test("the flyweight engine agrees with the reference engine", () => {
    agree({ engine: reference }, {}, { size: 4, pes: 2, data: true }, 20);
  });

  test("hardware updates: eager steps folded agree with eager steps off", () => {
    agree({ eager: "off" }, {}, { size: 5, pes: 2, data: true, hardware: true }, 60);
  });

  test("hardware updates: the may-be-cached set agrees with explicit walks", () => {
    agree({ walks: "explicit" }, {}, { size: 4, pes: 2, data: false, hardware: true }, 30);
  });

  test("steps that share a transition where ends are judged lead to the same ends", () => {
    sameEnds({ size: 6, pes: 2, data: true }, 150);
  });

  test("the same with hardware updates", () => {
    sameEnds({ size: 5, pes: 3, data: true, hardware: true }, 100);
  });

  test("the same with three PEs", () => {
    sameEnds({ size: 6, pes: 3, data: true }, 60);
  });

  describe("with selects, exclusives, open comparisons and 32-bit accesses", () => {
    test("eager steps folded agree with eager steps off", () => {
      agree({ eager: "off" }, {}, { size: 3, pes: 2, data: true, guesses: true }, 40);
    });

    test("the may-be-cached set agrees with explicit walks", () => {
      agree({ walks: "explicit" }, {}, { size: 2, pes: 2, data: true, guesses: true }, 15);
    });

    test("the flyweight engine agrees with the reference engine, and so does the observed one", () => {
      agree({ engine: reference }, {}, { size: 2, pes: 2, data: true, guesses: true }, 15);
      agree({ engine: observed }, {}, { size: 3, pes: 2, data: true, guesses: true }, 30);
    });

    test("steps that share a transition where ends are judged lead to the same ends", () => {
      sameEnds({ size: 4, pes: 2, data: true, guesses: true }, 100);
    });

    test("a load that may be forwarded what an open comparison writes may also wait for it", () => {
      const P0 = [ldr("r1", x), cas("r2", "r1", 4n, y), ldr("r3", y), mark("done")];
      const test: Litmus = { memory: { y: 3n }, pes: { P0, P1: [str(3n, x), mark("done")] } };
      const all = judge(test, {});
      expect(judge(test, { judged: "final states" })?.outcomes).toEqual(all?.outcomes);
      expect(all?.outcomes).toHaveLength(2);
    });
  });
});
