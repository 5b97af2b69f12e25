import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { CheckOptions } from "../../checker/check-options.ts";
import { engines, labels, resultOf } from "./results.ts";
import { graph, type GraphSpec } from "./toys/graph.ts";
import { petersonWaiting } from "./toys/peterson.ts";
import { tokenRing } from "./toys/token-ring.ts";
import { trafficLight } from "./toys/traffic-light.ts";

describe.each(engines)("with the %s engine", (engine) => {
  const arrives = async (spec: GraphSpec, options: CheckOptions = {}) =>
    resultOf(await check(graph(spec), { engine, ...options }), "arrives");

  test("a path that ends before the goal refutes", async () => {
    const result = await arrives({
      nodes: 4,
      initial: [0],
      rules: [
        { name: "right", edges: [[0, 1]] },
        {
          name: "wrong",
          edges: [
            [0, 2],
            [2, 3],
          ],
        },
      ],
      goal: [1],
    });
    expect(result).toMatchObject({ verdict: "REFUTED", reason: { kind: "counterexample" }, witness: null });
    expect(labels(result)).toEqual(["wrong", "wrong"]);
    expect(result.trace?.loop).toBeNull();
  });

  test("a goal in every initial state is reached at once, whatever follows", async () => {
    const result = await arrives({
      nodes: 2,
      initial: [0],
      rules: [{ name: "on", edges: [[0, 1]] }],
      goal: [0],
    });
    expect(result.verdict).toBe("PROVED");
  });

  test("one initial state without a path to the goal refutes", async () => {
    const result = await arrives({
      nodes: 3,
      initial: [0, 2],
      rules: [{ name: "on", edges: [[0, 1]] }],
      goal: [1],
    });
    expect(result).toMatchObject({ verdict: "REFUTED", trace: { initial: { node: 2 }, steps: [] } });
  });

  test("a self-loop is a lasso of one step", async () => {
    const result = await arrives({
      nodes: 2,
      initial: [0],
      rules: [
        { name: "on", edges: [[0, 1]] },
        { name: "stay", edges: [[0, 0]] },
      ],
      goal: [1],
    });
    expect(labels(result)).toEqual(["*stay"]);
  });

  test("a fair step out of a self-loop is taken sometime", async () => {
    const result = await arrives({
      nodes: 2,
      initial: [0],
      rules: [
        { name: "on", edges: [[0, 1]], fair: true },
        { name: "stay", edges: [[0, 0]] },
      ],
      goal: [1],
    });
    expect(result.verdict).toBe("PROVED");
  });

  test("a fair step that is disabled now and then may be missed for ever", async () => {
    const result = await arrives({
      nodes: 3,
      initial: [0],
      rules: [
        { name: "on", edges: [[0, 2]], fair: true },
        {
          name: "swing",
          edges: [
            [0, 1],
            [1, 0],
          ],
        },
      ],
      goal: [2],
    });
    expect(labels(result)).toEqual(["*swing", "swing"]);
  });

  test("a lasso may need two states of a component when each disables another fair rule", async () => {
    // "a" is enabled in 0 only, "b" in 2 only; staying at either ignores it, going round ignores neither.
    const result = await arrives({
      nodes: 4,
      initial: [0],
      rules: [
        { name: "a", edges: [[0, 3]], fair: true },
        { name: "b", edges: [[2, 3]], fair: true },
        {
          name: "stay",
          edges: [
            [0, 0],
            [2, 2],
          ],
        },
        {
          name: "go",
          edges: [
            [0, 2],
            [2, 0],
          ],
        },
      ],
      goal: [3],
    });
    expect(labels(result)).toEqual(["*go", "go"]);
  });

  test("a fair lasso takes the edges of fair rules that are enabled all along", async () => {
    // "tick" is enabled in 0, 1 and 2 and taken from 1 only: the cycle 0 0 would ignore it.
    const result = await arrives({
      nodes: 4,
      initial: [0],
      rules: [
        {
          name: "tick",
          edges: [
            [0, 3],
            [1, 2],
            [2, 3],
          ],
          fair: true,
        },
        { name: "stay", edges: [[0, 0]] },
        {
          name: "go",
          edges: [
            [0, 1],
            [2, 0],
          ],
        },
      ],
      goal: [3],
    });
    expect(labels(result)).toEqual(["*go", "tick", "go"]);
  });

  test("a component that must be left by fairness does not hide an unfair one behind it", async () => {
    const result = await arrives({
      nodes: 5,
      initial: [0],
      rules: [
        { name: "stay", edges: [[0, 0]] },
        { name: "out", edges: [[0, 1]], fair: true },
        {
          name: "round",
          edges: [
            [1, 2],
            [2, 1],
          ],
        },
      ],
      goal: [4],
    });
    expect(labels(result)).toEqual(["out", "*round", "round"]);
  });

  test("a join does not hide the path around the goal (where stateright gives the wrong answer)", async () => {
    // 0 -> 1 (goal) -> 3 and 0 -> 2 -> 3: state 3 is first reached with the goal behind it, then without.
    const result = await arrives({
      nodes: 4,
      initial: [0],
      rules: [
        {
          name: "by the goal",
          edges: [
            [0, 1],
            [1, 3],
          ],
        },
        {
          name: "around it",
          edges: [
            [0, 2],
            [2, 3],
          ],
        },
      ],
      goal: [1],
    });
    expect(labels(result)).toEqual(["around it", "around it"]);
  });

  test("a cycle does not hide that the goal never comes (where stateright gives the wrong answer)", async () => {
    const result = await arrives({
      nodes: 3,
      initial: [0],
      rules: [
        {
          name: "round",
          edges: [
            [0, 1],
            [1, 0],
          ],
        },
      ],
      goal: [2],
    });
    expect(labels(result)).toEqual(["*round", "round"]);
  });

  test("a cycle that can only be entered through the goal does not refute", async () => {
    const result = await arrives({
      nodes: 3,
      initial: [0],
      rules: [
        {
          name: "on",
          edges: [
            [0, 1],
            [1, 2],
            [2, 2],
          ],
        },
      ],
      goal: [1],
    });
    expect(result.verdict).toBe("PROVED");
  });

  test("the shortest stem is shown, and a path that ends before a lasso with the same stem", async () => {
    const rules = [
      {
        name: "long",
        edges: [
          [0, 1],
          [1, 2],
        ],
      },
      { name: "short", edges: [[0, 3]] },
      { name: "stay", edges: [[3, 3]] },
    ] as const;
    const lasso = await arrives({ nodes: 6, initial: [0], rules, goal: [5] });
    expect(labels(lasso)).toEqual(["short", "*stay"]);
    const tie = [...rules, { name: "end", edges: [[0, 4]] }] as const;
    const end = await arrives({ nodes: 6, initial: [0], rules: tie, goal: [5] });
    expect(labels(end)).toEqual(["end"]);
  });

  test("a bound does not hide a lasso within the states already expanded", async () => {
    const spec = {
      nodes: 5,
      initial: [0],
      rules: [
        {
          name: "on",
          edges: [
            [0, 1],
            [1, 2],
            [2, 3],
            [3, 4],
          ],
        },
        { name: "back", edges: [[1, 0]] },
      ],
      goal: [4],
    } as const;
    expect(labels(await arrives(spec, { bounds: { depth: 2 } }))).toEqual(["*on", "back"]);
    // The end of what was expanded is not the end of a path.
    expect((await arrives(spec, { bounds: { depth: 1 } })).verdict).toBe("UNDECIDED");
  });

  test("an abandoned end is no counterexample", async () => {
    const spec = { nodes: 3, initial: [0], rules: [{ name: "guess", edges: [[0, 1]] }], goal: [2] } as const;
    const byEnd = { ...graph(spec), end: () => "abandoned" as const };
    expect((await check(byEnd, { engine })).verdict).toBe("PROVED");
    const dropped = { ...graph(spec), abandoned: ({ node }: { node: number }) => node === 1 };
    expect((await check(dropped, { engine })).verdict).toBe("PROVED");
    const final = { ...graph(spec), end: () => "final" as const };
    expect((await check(final, { engine })).verdict).toBe("REFUTED");
  });

  test("a fair step to an abandoned state is not owed", async () => {
    const spec = {
      nodes: 3,
      initial: [0],
      rules: [
        { name: "guess", edges: [[0, 1]], fair: true },
        { name: "stay", edges: [[0, 0]] },
      ],
      goal: [2],
    } as const;
    const dropped = { ...graph(spec), abandoned: ({ node }: { node: number }) => node === 1 };
    expect(labels(resultOf(await check(dropped, { engine }), "arrives"))).toEqual(["*stay"]);
  });

  test("a traffic light turns green only if it changes fairly", async () => {
    expect((await check(trafficLight({ fair: true }), { engine })).verdict).toBe("PROVED");
    const unfair = resultOf(await check(trafficLight({ fair: false }), { engine }), "turns green");
    expect(labels(unfair)).toEqual(["*press", "press"]);
  });

  test("Peterson's algorithm starves nobody if every process goes on", async () => {
    expect((await check(petersonWaiting({ fair: true }), { engine })).verdict).toBe("PROVED");
    expect((await check(petersonWaiting({ fair: false }), { engine })).verdict).toBe("REFUTED");
  });

  test("a token that must move comes to every station", async () => {
    expect((await check(tokenRing(5), { engine })).verdict).toBe("PROVED");
  });
});
