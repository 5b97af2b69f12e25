import * as fc from "fast-check";
import { describe, expect, it, test, vi } from "vitest";
import { unbounded } from "../../checker/bounds.ts";
import { check } from "../../checker/check.ts";
import type { Statistics } from "../../checker/result.ts";
import { explosionOf } from "../../checker/search/explosion.ts";
import { countFields } from "../../checker/search/field-statistics.ts";
import { peakBytes } from "../../checker/search/statistics.ts";
import { dieHard } from "./toys/die-hard.ts";
import { philosophers } from "./toys/philosophers.ts";

/** What a search of these levels counted, with `frontier` states not expanded. */
function counted(levels: readonly number[], frontier: number): Statistics {
  const states = levels.reduce((sum, width) => sum + width, 0);
  const rules = [
    { rule: "rare", instances: 1, fired: 9, ledToNew: 1, example: null },
    { rule: "never", instances: 1, fired: 9, ledToNew: 0, example: null },
    { rule: "often", instances: 1, fired: 9, ledToNew: states - 2, example: null },
  ];
  return {
    states,
    levels,
    frontier,
    rules,
    rulesFired: 0,
    depth: levels.length - 1,
    seconds: 1,
    peakBytes: 1,
    tries: null,
    bytes: states * 10,
    fields: [
      { path: "constant", distinct: 1 },
      { path: "flag", distinct: 2 },
      { path: "count", distinct: 7 },
    ],
    fieldsOver: states,
  };
}

function stopped(levels: readonly number[], frontier: number, memory: number | null = null) {
  return explosionOf({
    statistics: counted(levels, frontier),
    bounds: { ...unbounded, memory },
    exhausted: false,
  });
}

describe("what is left of a search", () => {
  it("is a geometric sum where levels shrink", () => {
    // Half of 8, of 4, of 2 ...: 8 more in the limit.
    expect(stopped([64, 32, 16, 8], 8).outlook).toEqual({ kind: "shrinking", states: 8 });
    expect(stopped([64, 32, 16, 8], 8).growth).toBeCloseTo(0.5);
  });

  it("counts what a level under way has already found", () => {
    // 6 of the 16 are expanded and have led to 3: the other 10 to 5 more, then 4 + 2 + 1 ...
    const { outlook, widths } = stopped([64, 32, 16, 3], 13);
    expect(outlook).toEqual({ kind: "shrinking", states: 13 });
    expect(widths).toEqual([64, 32, 16]);
  });

  it("has no end in sight where levels do not shrink, and is unknown after a single one", () => {
    expect(stopped([1, 2, 4], 4).outlook).toEqual({ kind: "endless" });
    expect(stopped([5, 5], 5).outlook).toEqual({ kind: "endless" });
    expect(stopped([5], 5).outlook).toEqual({ kind: "unknown" });
  });

  it("looks at the last levels only", () => {
    expect(stopped([1, 100, 1000, 800, 640, 512, 410], 410).growth).toBeCloseTo(0.8, 2);
  });

  it("agrees with how it goes on, where it goes on as it did", () => {
    fc.assert(
      fc.property(fc.constantFrom(2, 4, 5), fc.integer({ min: 3, max: 5 }), (divisor, seen) => {
        const levels = Array.from({ length: 8 }, (_, level) => divisor ** (8 - level));
        const rest = levels.slice(seen).reduce((sum, width) => sum + width, 0);
        const { outlook } = stopped(levels.slice(0, seen), levels[seen - 1] ?? 0);
        if (outlook.kind !== "shrinking") throw new Error(outlook.kind);
        expect(Math.abs(outlook.states - rest)).toBeLessThanOrEqual(3);
      }),
    );
  });
});

test("rules and fields to blame come first, and those that make no difference not at all", () => {
  const { rules, fields } = stopped([1, 9], 9);
  expect(rules.map(({ rule, share }) => [rule, share])).toEqual([
    ["often", 8 / 9],
    ["rare", 1 / 9],
  ]);
  expect(fields.map(({ path }) => path)).toEqual(["count", "flag"]);
});

test("the memory bound has room for as many states of this size", () => {
  expect(stopped([1, 9], 9, 1000).statesInMemory).toBe(100);
  expect(stopped([1, 9], 9).statesInMemory).toBeNull();
});

describe("the statistics of a search", () => {
  it("that a bound ended have fields, steps of rules and a frontier without being asked", async () => {
    const { statistics } = await check(philosophers(4), { bounds: { depth: 2 } });
    expect(statistics.frontier).toBe(statistics.levels.at(-1));
    expect(statistics.fieldsOver).toBe(statistics.states);
    expect(statistics.fields.length).toBeGreaterThan(0);
    const taken = statistics.rules.filter(({ ledToNew }) => ledToNew > 0);
    expect(taken.map(({ example }) => example?.text)).toContain("take left 0");
  });

  it("that was exhausted left nothing, and looked at no field", async () => {
    const result = await check(dieHard, { exhaust: true });
    expect(result.statistics).toMatchObject({ frontier: 0, fields: [], fieldsOver: 0 });
    expect(explosionOf(result).outlook).toEqual({ kind: "none" });
  });

  it("have the peak of the process, which is more than the states take", async () => {
    const { statistics } = await check(dieHard);
    expect(statistics.peakBytes).toBeGreaterThan(10 * 2 ** 20);
    expect(statistics.peakBytes).toBeGreaterThan(statistics.bytes);
  });

  it("is asked of the system once, however many checks there are within a few milliseconds", () => {
    const asked = vi.spyOn(process, "resourceUsage");
    const clock = vi.spyOn(performance, "now");
    const times = [1e9, 1e9 + 5, 1e9 + 19, 1e9 + 21, 1e9 + 30];
    const answers = times.map((time) => {
      clock.mockReturnValue(time);
      return peakBytes();
    });
    expect(asked).toHaveBeenCalledTimes(2);
    vi.restoreAllMocks();
    expect(answers[0]).toBe(answers[2]);
  });
});

test("fields of many states are counted in a sample that is spread over all of them", () => {
  const state = (id: number) => ({ small: id % 4, big: id % 6 });
  const seen: number[] = [];
  const exploration = {
    size: () => 1000,
    state: (id: number) => {
      seen.push(id);
      return state(id);
    },
  };
  const { fieldsOver } = countFields(dieHard, exploration, 30);
  expect(fieldsOver).toBe(30);
  expect(seen).toHaveLength(30);
  expect([seen.at(0), seen.at(1), seen.at(-1)]).toEqual([0, 34, 986]);
  expect(countFields(dieHard, { size: () => 12, state }, 12)).toEqual({
    fields: [
      { path: "small", distinct: 4 },
      { path: "big", distinct: 6 },
    ],
    fieldsOver: 12,
  });
});
