import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { engines, resultOf } from "./results.ts";
import { becomes, counter, never, reaches } from "./toys/counter.ts";

describe.each(engines)("with the %s engine", (engine) => {
  test("an always that nothing breaks is PROVED, for the search is exhausted", async () => {
    const result = await check(counter(4, { properties: [never(9, ["reaches 4"]), reaches(4)] }), { engine });
    expect(resultOf(result, "never 9")).toMatchObject({
      verdict: "PROVED",
      reason: { kind: "exhausted" },
      trace: null,
      witness: null,
    });
    expect(result).toMatchObject({ verdict: "PROVED", exhausted: true, hit: null });
  });

  test("an always that a state breaks is REFUTED by a trace with a witness", async () => {
    const result = await check(counter(4, { properties: [never(3)] }), { engine });
    expect(resultOf(result, "never 3")).toMatchObject({
      verdict: "REFUTED",
      reason: { kind: "counterexample" },
      witness: { facts: { count: 3 } },
    });
    expect(resultOf(result, "never 3").trace?.steps.map(({ state }) => state.count)).toEqual([1, 2, 3]);
  });

  test("an always is broken by an initial state without a step", async () => {
    const result = await check(counter(4, { properties: [never(0)] }), { engine });
    expect(resultOf(result, "never 0").trace).toMatchObject({ initial: { count: 0 }, steps: [] });
  });

  test("an always whose goal is missed is VACUOUS and names the goal", async () => {
    const properties = [never(9, ["reaches 2", "reaches 8"]), reaches(2), reaches(8)];
    const result = await check(counter(4, { properties }), { engine });
    expect(resultOf(result, "never 9")).toMatchObject({
      verdict: "VACUOUS",
      reason: { kind: "goals-missed", goals: ["reaches 8"] },
    });
  });

  test("an eventually whose goal is missed is VACUOUS", async () => {
    const result = await check(counter(4, { properties: [becomes(4, ["reaches 8"]), reaches(8)] }), {
      engine,
    });
    expect(resultOf(result, "becomes 4")).toMatchObject({
      verdict: "VACUOUS",
      reason: { kind: "goals-missed", goals: ["reaches 8"] },
    });
  });

  test("a sometimes is PROVED by the trace that reaches it", async () => {
    const result = await check(counter(4, { properties: [reaches(2)] }), { engine });
    expect(resultOf(result, "reaches 2")).toMatchObject({
      verdict: "PROVED",
      reason: { kind: "reached" },
      witness: { facts: { count: 2 } },
    });
    expect(resultOf(result, "reaches 2").trace?.steps).toHaveLength(2);
  });

  test("a sometimes that no state reaches is REFUTED as unreachable", async () => {
    const result = await check(counter(4, { properties: [reaches(8)] }), { engine });
    expect(resultOf(result, "reaches 8")).toMatchObject({
      verdict: "REFUTED",
      reason: { kind: "unreachable" },
      trace: null,
    });
  });

  test("a path cut by a loop bound makes what would be PROVED, VACUOUS or unreachable UNDECIDED", async () => {
    const model = counter(4, {
      properties: [never(9), never(3), reaches(8), never(7, ["reaches 8"]), becomes(4), reaches(1)],
      cut: ({ count }) => (count > 2 ? `retry ${count}` : null),
    });
    const result = await check(model, { engine });
    expect(result.properties.map(({ property, verdict }) => [property, verdict])).toEqual([
      ["never 9", "UNDECIDED"],
      ["never 3", "REFUTED"],
      ["reaches 8", "UNDECIDED"],
      ["never 7", "UNDECIDED"],
      ["becomes 4", "UNDECIDED"],
      ["reaches 1", "PROVED"],
    ]);
    expect(resultOf(result, "never 9").reason).toEqual({
      kind: "bound",
      hit: { kind: "loop", where: "retry 3" },
    });
    expect(result).toMatchObject({ exhausted: true, hit: null });
  });

  test("a path cut by a loop bound does not end there", async () => {
    const model = counter(4, {
      properties: [becomes(9)],
      deadlock: "stuck",
      cut: ({ count }) => (count === 4 ? "retry" : null),
    });
    const result = await check(model, { engine });
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(["UNDECIDED", "UNDECIDED"]);
  });
});

test("the worst property decides: REFUTED, UNDECIDED, VACUOUS, PROVED", async () => {
  const bounded = { bounds: { depth: 3 } };
  const verdict = async (properties: Parameters<typeof counter>[1], options = {}) =>
    (await check(counter(4, properties), options)).verdict;
  expect(await verdict({ properties: [reaches(1), never(9)] })).toBe("PROVED");
  expect(await verdict({ properties: [never(9, ["reaches 8"]), reaches(8)] })).toBe("REFUTED");
  expect(await verdict({ properties: [reaches(1), never(4)] }, bounded)).toBe("UNDECIDED");
  expect(await verdict({ properties: [never(4), never(2)] }, bounded)).toBe("REFUTED");
  const properties = [reaches(1), never(9, ["reaches 8"]), reaches(8)];
  expect(await verdict({ properties }, { properties: ["never 9", "reaches 1"] })).toBe("VACUOUS");
});

test("a property is checked alone, and its goals are watched without being reported", async () => {
  const model = counter(4, { properties: [never(9, ["reaches 4"]), reaches(4), never(2)] });
  const result = await check(model, { properties: ["never 9"] });
  expect(result.properties.map(({ property, verdict }) => [property, verdict])).toEqual([
    ["never 9", "PROVED"],
  ]);
});

test("a model without properties is VACUOUS: nothing was shown", async () => {
  expect(await check(counter(4))).toMatchObject({ verdict: "VACUOUS", exhausted: true });
  expect(await check(counter(4), { bounds: { depth: 1 } })).toMatchObject({ verdict: "UNDECIDED" });
});

test("a search stops when every property is decided, unless it is to keep going", async () => {
  const model = counter(5000, { properties: [never(3), reaches(2)] });
  const stopped = await check(model);
  expect(stopped.statistics.states).toBe(4);
  expect(stopped).toMatchObject({ exhausted: false, hit: null, verdict: "REFUTED" });
  const complete = await check(model, { exhaust: true });
  expect(complete.statistics.states).toBe(5001);
  expect(complete.properties).toEqual(stopped.properties);
});

test("an open always keeps the search going, and so does an eventually", async () => {
  const open = await check(counter(50, { properties: [never(99), reaches(2)] }));
  expect(open.statistics.states).toBe(51);
  const eventual = await check(counter(50, { properties: [becomes(2), reaches(2)] }));
  expect(eventual.statistics.states).toBe(51);
});

test("the assumptions of the model are listed with its result", async () => {
  const result = await check(counter(1, { assumptions: ["no interrupts"] }));
  expect(result.assumptions).toEqual(["no interrupts"]);
});
