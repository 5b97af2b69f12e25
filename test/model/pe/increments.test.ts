import { describe, expect, test } from "vitest";
import { rmw } from "../instructions.ts";
import { outcomesOf, x } from "../litmus.ts";

// Every write instruction executes once at most, so adding one to memory is finite without a bound.
describe("increments", () => {
  test("two increments never lose one", () => {
    const test = { pes: { P0: [rmw("add", "r1", 1n, x)], P1: [rmw("add", "r1", 1n, x)] } };
    expect(new Set(outcomesOf(test).map((o) => o["x"]))).toEqual(new Set([2n]));
    const seen = outcomesOf(test).map((o) => `${o["P0:r1"]} ${o["P1:r1"]}`);
    expect(seen.toSorted()).toEqual(["0 1", "1 0"]);
  });

  test("one increment is finite", () => {
    const outcomes = outcomesOf({ pes: { P0: [rmw("add", "r1", 5n, x)] } });
    expect(outcomes.map((o) => [o["P0:r1"], o["x"]])).toEqual([[0n, 5n]]);
  });
});
