import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { Model } from "../../checker/model.ts";
import { engines, labels, resultOf } from "./results.ts";
import { counter } from "./toys/counter.ts";
import { dieHard } from "./toys/die-hard.ts";
import { diamond } from "./toys/diamond.ts";
import { fifo } from "./toys/fifo.ts";
import { peterson } from "./toys/peterson.ts";
import { philosophers } from "./toys/philosophers.ts";
import { tokenRing } from "./toys/token-ring.ts";
import { trafficLight } from "./toys/traffic-light.ts";

interface Counts {
  readonly states: number;
  readonly rulesFired: number;
  readonly levels: readonly number[];
}

async function countsOf<S>(model: Model<S>, engine: (typeof engines)[number]): Promise<Counts> {
  const { statistics } = await check(model, { engine, exhaust: true });
  const { states, rulesFired, levels } = statistics;
  expect(statistics.depth).toBe(levels.length - 1);
  expect(levels.reduce((sum, width) => sum + width, 0)).toBe(states);
  return { states, rulesFired, levels };
}

describe.each(engines)("the %s engine counts", (engine) => {
  test("16 states of the die hard jugs, each with 6 moves", async () => {
    expect(await countsOf(dieHard, engine)).toEqual({
      states: 16,
      rulesFired: 96,
      levels: [1, 2, 3, 2, 2, 2, 2, 2],
    });
  });

  test("a line of states of the counter", async () => {
    expect(await countsOf(counter(7), engine)).toEqual({
      states: 8,
      rulesFired: 7,
      levels: [1, 1, 1, 1, 1, 1, 1, 1],
    });
  });

  test("the join of the diamond once", async () => {
    expect(await countsOf(diamond, engine)).toEqual({ states: 4, rulesFired: 4, levels: [1, 2, 1] });
  });

  test("every content of a FIFO, and no order twice", async () => {
    // Each of the 7 contents below the capacity of 3 is pushed to twice, each of the 14 that are not empty popped.
    expect(await countsOf(fifo(3, 2), engine)).toEqual({ states: 15, rulesFired: 28, levels: [1, 2, 4, 8] });
  });

  test("a token ring as a cycle", async () => {
    expect(await countsOf(tokenRing(5), engine)).toEqual({
      states: 5,
      rulesFired: 5,
      levels: [1, 1, 1, 1, 1],
    });
  });

  test("a traffic light with a button", async () => {
    expect(await countsOf(trafficLight({ fair: false }), engine)).toEqual({
      states: 6,
      rulesFired: 12,
      levels: [1, 2, 2, 1],
    });
  });

  test("the states of dining philosophers without the neighbours that share a fork", async () => {
    // Two: nobody, either holds left, either eats, both hold left. Both with a right fork cannot be.
    const { states } = await countsOf(philosophers(2), engine);
    expect(states).toBe(6);
  });
});

test("the fewest moves to 4 gallons are 6", async () => {
  const result = await check(dieHard);
  expect(labels(resultOf(result, "four gallons"))).toEqual([
    "fill big",
    "big to small",
    "empty small",
    "big to small",
    "fill big",
    "big to small",
  ]);
});

test("Peterson's algorithm excludes, and without its test it does not", async () => {
  const sound = await check(peterson());
  expect(sound.verdict).toBe("PROVED");
  const unsound = await check(peterson({ broken: true }));
  expect(resultOf(unsound, "mutual exclusion").verdict).toBe("REFUTED");
  expect(labels(resultOf(unsound, "mutual exclusion"))).toHaveLength(6);
});

test("dining philosophers deadlock with every left fork taken", async () => {
  const result = resultOf(await check(philosophers(4)), "no-deadlock");
  expect(result.verdict).toBe("REFUTED");
  expect(labels(result)).toEqual(["take left 0", "take left 1", "take left 2", "take left 3"]);
});

test("statistics per rule and per field", async () => {
  const { statistics } = await check(dieHard, { exhaust: true, fields: true });
  expect(statistics.fields).toEqual([
    { path: "small", distinct: 4 },
    { path: "big", distinct: 6 },
  ]);
  expect(statistics.rules.map(({ rule, instances, fired }) => [rule, instances, fired])).toEqual(
    dieHard.rules.map(({ name }) => [name, 1, 16]),
  );
  expect(statistics.rules.reduce((sum, { ledToNew }) => sum + ledToNew, 0)).toBe(15);
  expect(statistics.bytes).toBeGreaterThan(0);
  expect((await check(dieHard)).statistics.fields).toEqual([]);
});
