import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import type { EngineOptions, Exploration } from "../../../checker/engine/engine.ts";
import { observed } from "../../../checker/engine/observed/observed.ts";
import { WorkerPool } from "../../../checker/engine/observed/worker-pool.ts";
import type { Model } from "../../../checker/model.ts";
import { at } from "../../../checker/schema/access.ts";
import { rule } from "../toys/rule.ts";
import { plainGrid, side, type Grid } from "./grid.ts";

const options: EngineOptions = { eager: "fold", deadlock: "off", judge: [] };
/** States from which on there are threads, and those that a level must have for them: see observed.ts. */
const worthThreads = 100_000;
const worthSharing = 2_048;

/** How many places there are so many steps from the origin, by counting all places. */
const width: readonly number[] = (() => {
  const counts = Array.from({ length: 4 * side + 1 }, () => 0);
  const line = Array.from({ length: side + 1 }, (_, coordinate) => coordinate);
  const pairs = line.flatMap((one) => line.map((other) => one + other));
  for (const one of pairs) for (const other of pairs) counts[one + other]! += 1;
  return counts;
})();

/** Visits a grid level by level, and tells after each. */
async function visit(
  exploration: Exploration<Grid>,
  after: (from: number, depth: number) => void = () => {},
): Promise<void> {
  let waited = false;
  for (let from = 0, depth = 0; from < exploration.size(); depth++) {
    const to = exploration.size();
    if (to >= worthThreads && !waited) {
      // Threads are started with this, and take part in the rest of the level.
      await exploration.expand(from, from + 1);
      await wait(500);
      waited = true;
      await exploration.expand(from + 1, to);
    } else {
      await exploration.expand(from, to);
    }
    from = to;
    after(to, depth + 1);
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** Watches what threads reserved in vain: somebody who did has stored states. */
function watchUnused() {
  const spy = vi.spyOn(WorkerPool.prototype, "unused");
  return () => spy.mock.results.flatMap(({ value }) => [value].flat()).length;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("after every expansion by several threads", () => {
  test.each([2, 4])("%i of them, states are numbered without gaps, below their parents", async (workers) => {
    const inVain = watchUnused();
    const exploration = observed.open(plainGrid(), { ...options, workers });
    const places: (readonly number[])[] = [exploration.state(0).at];
    try {
      await visit(exploration, (from, depth) => {
        const to = exploration.size();
        expect(to - from).toBe(width[depth] ?? 0);
        const parents = exploration.stored().parents(from, to);
        for (let state = from; state < to; state++) {
          const place = exploration.state(state).at;
          places.push(place);
          const parent = at(places, parents[state - from]!);
          const apart = place.map((coordinate, along) => coordinate - at(parent, along));
          // A step forward along one axis.
          expect([sum(apart), sum(apart.map(Math.abs))]).toEqual([1, 1]);
        }
      });
      expect(new Set(places.map((place) => place.join())).size).toBe((side + 1) ** 4);
      expect(inVain()).toBeGreaterThan(0);
      // Whoever looks for a state finds it: all successors are known.
      const size = exploration.size();
      await exploration.expand(0, size);
      expect(exploration.size()).toBe(size);
    } finally {
      exploration.close();
    }
  });
});

test("a property that holds in one state is found there, whatever number the state got first", async () => {
  const places = Array.from({ length: 400 }, (_, index) => {
    // On levels that threads expand, and all different.
    const one = index % 20 < side ? index % 20 : side;
    const other = Math.floor(index / 20) < side ? Math.floor(index / 20) : side;
    return [one, other, side - 3, 44 + (index % 3) - one - other - (side - 3)];
  }).filter((place) => place.every((coordinate) => coordinate >= 0 && coordinate <= side));
  const model: Model<Grid> = {
    ...plainGrid(),
    properties: places.map((place, index) => ({
      name: `place ${index}`,
      kind: "sometimes",
      because: "a toy",
      reachedBy: (state) =>
        place.every((coordinate, along) => state.at[along] === coordinate) ? { facts: {} } : null,
    })),
  };
  const judge = [...model.properties.keys()];
  const inVain = watchUnused();
  const exploration = observed.open(model, { ...options, judge, workers: 4 });
  try {
    await visit(exploration);
    const found = judge.map((property) => exploration.state(exploration.found(property) ?? -1).at);
    expect(found).toEqual(places);
    expect(places.length).toBeGreaterThan(100);
    expect(inVain()).toBeGreaterThan(0);
  } finally {
    exploration.close();
  }
});

test("a rule that throws in a thread is reported with the state that it threw in", async () => {
  const trap = [12, 14, 11, 13];
  const model: Model<Grid> = {
    ...plainGrid(),
    rules: [
      ...plainGrid().rules,
      rule<Grid>("trap", () => {}, {
        when: (state) => {
          if (trap.every((coordinate, along) => state.at[along] === coordinate)) throw new Error("trapped");
          return false;
        },
      }),
    ],
  };
  // Which thread comes to the state is chance.
  for (let run = 0; run < 3; run++) {
    const exploration = observed.open(model, { ...options, workers: 4 });
    try {
      const error = await visit(exploration).catch((thrown: unknown) => thrown);
      if (!(error instanceof Diagnostic)) throw error;
      expect(error.message).toContain('rule "trap"');
      const [, state] = /in state ([\d,]+)/.exec(error.message) ?? [];
      expect(exploration.state(Number(state?.replaceAll(",", ""))).at).toEqual(trap);
      expect(error.message).toContain(`${sum(trap)} steps`);
    } finally {
      exploration.close();
    }
  }
  expect(width[sum(trap)]).toBeGreaterThan(worthSharing);
});
