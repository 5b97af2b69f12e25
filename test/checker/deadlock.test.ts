import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { DeadlockMode, End } from "../../checker/model.ts";
import { engines, labels, resultOf } from "./results.ts";
import { counter, reaches, type Count } from "./toys/counter.ts";
import { graph } from "./toys/graph.ts";

describe.each(engines)("with the %s engine", (engine) => {
  const verdict = async (mode: DeadlockMode, end?: (state: Count) => End) => {
    const model = counter(3, end === undefined ? {} : { end });
    return resultOf(await check(model, { engine, deadlock: mode }), "no-deadlock").verdict;
  };

  test("a state without successors is a deadlock unless the model says what it is", async () => {
    expect(await verdict("stuck")).toBe("REFUTED");
    expect(await verdict("stuck", () => "final")).toBe("PROVED");
    expect(await verdict("stuck", () => "abandoned")).toBe("PROVED");
    expect(await verdict("stuck", () => "deadlock")).toBe("REFUTED");
  });

  test("a state that only leads to itself is stuttering, not stuck", async () => {
    const model = graph({
      nodes: 2,
      initial: [0],
      rules: [
        { name: "on", edges: [[0, 1]] },
        { name: "stay", edges: [[1, 1]] },
        { name: "also stay", edges: [[0, 0]] },
      ],
      goal: [1],
    });
    const run = async (deadlock: DeadlockMode, end?: End) =>
      resultOf(
        await check(end === undefined ? model : { ...model, end: () => end }, {
          engine,
          deadlock,
          properties: ["no-deadlock"],
        }),
        "no-deadlock",
      );
    expect((await run("stuck")).verdict).toBe("PROVED");
    expect(labels(await run("stuttering"))).toEqual(["on"]);
    expect((await run("stuttering", "final")).verdict).toBe("PROVED");
  });

  test("a state whose successors are all abandoned is no deadlock, but one without any beside it is", async () => {
    const model = graph({
      nodes: 4,
      initial: [0],
      rules: [{ name: "guess", edges: [[0, 1]] }],
      goal: [],
    });
    const dropped = { ...model, abandoned: ({ node }: { node: number }) => node === 1 };
    const result = await check(dropped, { engine, deadlock: "stuck", properties: ["no-deadlock"] });
    expect(result.verdict).toBe("PROVED");
    expect(result.statistics).toMatchObject({ states: 1, rulesFired: 0 });
    const two = await check(
      { ...dropped, initial: [{ node: 0 }, { node: 2 }] },
      { engine, deadlock: "stuck", properties: ["no-deadlock"] },
    );
    expect(resultOf(two, "no-deadlock").trace?.initial).toEqual({ node: 2 });
  });

  test("a search that a bound ended has not shown the absence of deadlocks", async () => {
    const result = await check(counter(5, { deadlock: "stuck" }), { engine, bounds: { depth: 2 } });
    expect(resultOf(result, "no-deadlock").verdict).toBe("UNDECIDED");
  });
});

test("the mode of the model counts unless the check says otherwise, and off reports nothing", async () => {
  const model = counter(2, { deadlock: "stuck", properties: [reaches(1)] });
  expect((await check(model)).properties.map(({ property }) => property)).toEqual([
    "reaches 1",
    "no-deadlock",
  ]);
  expect((await check(model, { deadlock: "off" })).properties.map(({ property }) => property)).toEqual([
    "reaches 1",
  ]);
});

test("deadlocks are looked for only when they are asked for", async () => {
  const model = counter(2, { deadlock: "stuck", properties: [reaches(1)] });
  const result = await check(model, { properties: ["reaches 1"] });
  expect(result.verdict).toBe("PROVED");
  expect(result.statistics.states).toBe(2);
});
