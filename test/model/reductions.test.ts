import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reference } from "../../checker/engine/reference.ts";
import { judge, type Run } from "./judged.ts";
import type { Litmus } from "./litmus.ts";
import { randomLitmus, type Ingredients } from "./random-scenario.ts";

/** Random tests must come out the same in both ways of running them. */
function agree(one: Run, other: Run, ingredients: Ingredients, numRuns: number): void {
  fc.assert(
    fc.property(randomLitmus(ingredients), (given: Litmus) => {
      const left = judge(given, one);
      const right = judge(given, other);
      fc.pre(left !== null && right !== null);
      expect(right).toEqual(left);
    }),
    { numRuns },
  );
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
});
