import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { Model } from "../../../checker/model.ts";
import type { CheckResult } from "../../../checker/result.ts";
import { graph, type GraphSpec } from "../toys/graph.ts";
import { explicitGraph } from "./explicit-graph.ts";
import { escapes, shortestStem } from "./liveness-oracle.ts";
import { randomSystem, systemSpec, wildSystem } from "./random-system.ts";

const runs = { numRuns: 300 };

/** What must be the same whichever engine ran. */
function essence<S>({ statistics, properties, exhausted, hit }: CheckResult<S>) {
  const { states, rulesFired, depth, levels, rules } = statistics;
  return {
    counts: { states, rulesFired, depth, levels, rules },
    properties,
    exhausted,
    hit,
  };
}

const withDeadlock: CheckOptions = { deadlock: "stuck", exhaust: true };

describe("on random systems", () => {
  test("the flyweight engine gives the counts, verdicts and traces of the reference", async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, async (spec) => {
        const model = randomSystem(spec);
        const reference = await check(model, { ...withDeadlock, engine: "reference" });
        const flyweight = await check(model, { ...withDeadlock, engine: "flyweight" });
        expect(essence(flyweight)).toEqual(essence(reference));
      }),
      runs,
    );
  });

  test("so it does with eager rules, wrong guesses, loop bounds and ends, errors included", async () => {
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.constantFrom("fold" as const, "off" as const), async (spec, eager) => {
        const model = wildSystem(spec);
        const run = (engine: "reference" | "flyweight") =>
          check(model, { ...withDeadlock, eager, engine }).then(essence, (error: Error) => error.message);
        const reference = await run("reference");
        expect(await run("flyweight")).toEqual(reference);
        if (typeof reference !== "string") checked++;
      }),
      runs,
    );
    expect(checked).toBeGreaterThan(runs.numRuns / 2);
  });

  test("so it does within bounds, and where it stops early", async () => {
    await fc.assert(
      fc.asyncProperty(
        systemSpec,
        fc.integer({ min: 0, max: 6 }),
        fc.boolean(),
        async (spec, depth, early) => {
          const model = randomSystem(spec);
          const options = { bounds: { depth }, ...(early ? { properties: ["never", "sometimes"] } : {}) };
          const reference = await check(model, { ...options, engine: "reference" });
          const flyweight = await check(model, { ...options, engine: "flyweight" });
          expect(essence(flyweight)).toEqual(essence(reference));
        },
      ),
      runs,
    );
  });

  test("counts and shortest traces are those of a plain breadth-first search", async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, async (spec) => {
        const model = randomSystem(spec);
        const plain = explicitGraph(model);
        const result = await check(model, { exhaust: true });
        expect(result.statistics.states).toBe(plain.states.length);
        expect(result.statistics.rulesFired).toBe(plain.edges.flat().length);
        expect(result.statistics.depth).toBe(Math.max(...plain.distance));
        for (const property of model.properties) {
          if (property.kind === "eventually") continue;
          const decides = (state: (typeof plain.states)[number]) =>
            (property.kind === "always" ? property.violatedBy(state) : property.reachedBy(state)) !== null;
          const nearest = Math.min(
            ...plain.distance.filter((__, id) => plain.states.slice(id, id + 1).some(decides)),
          );
          const trace = result.properties.find((each) => each.property === property.name)?.trace ?? null;
          expect(trace?.steps.length ?? Infinity).toBe(nearest);
        }
      }),
      runs,
    );
  });

  test("the order of rules, instances and initial states changes no verdict, count or trace length", async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.infiniteStream(fc.nat(1000)), async (spec, keys) => {
        const model = randomSystem(spec);
        const mixed: Model<(typeof model.initial)[number]> = {
          ...model,
          initial: shuffle(model.initial, keys),
          rules: shuffle(model.rules, keys).map((rule) => ({
            ...rule,
            instances: shuffle(rule.instances, keys),
          })),
        };
        const plain = orderFree(await check(model, withDeadlock));
        expect(orderFree(await check(mixed, withDeadlock))).toEqual(plain);
      }),
      runs,
    );
  });
});

/** What the order of rules and states may not change. Of a lasso that is its stem: cycles may differ in length. */
function orderFree<S>(result: CheckResult<S>) {
  const { states, rulesFired, depth, levels, rules } = result.statistics;
  return {
    counts: { states, rulesFired, depth, levels },
    fired: rules.map(({ rule, fired }) => `${rule}: ${fired}`).toSorted(),
    results: result.properties.map(({ property, verdict, reason, trace }) => {
      return [property, verdict, reason, trace?.loop ?? trace?.steps.length];
    }),
  };
}

function shuffle<T>(list: readonly T[], keys: fc.Stream<number>): readonly T[] {
  return list
    .map((item) => ({ item, key: keys.next().value }))
    .toSorted((a, b) => Number(a.key) - Number(b.key))
    .map(({ item }) => item);
}

const nodes = 7;
const node = fc.integer({ min: 0, max: nodes - 1 });
const randomGraph: fc.Arbitrary<GraphSpec> = fc
  .record({
    initial: fc.uniqueArray(node, { minLength: 1, maxLength: 2 }),
    goal: fc.uniqueArray(node, { maxLength: 2 }),
    rules: fc.array(
      fc.record({
        edges: fc.uniqueArray(fc.tuple(node, node), {
          selector: ([from]) => from,
          minLength: 1,
          maxLength: 7,
        }),
        fair: fc.boolean(),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ initial, goal, rules }) => {
    return { nodes, initial, goal, rules: rules.map((rule, index) => ({ ...rule, name: `rule ${index}` })) };
  });

test("eventually is decided as its definition says, by the shortest stem", async () => {
  const verdicts = { PROVED: 0, REFUTED: 0 };
  await fc.assert(
    fc.asyncProperty(
      randomGraph,
      fc.constantFrom("reference" as const, "flyweight" as const),
      async (spec, engine) => {
        const model = graph(spec);
        const plain = explicitGraph(model);
        const reached = (state: { readonly node: number }) => spec.goal.includes(state.node);
        const [result] = (await check(model, { engine })).properties;
        const expected = escapes(plain, reached) ? "REFUTED" : "PROVED";
        verdicts[expected]++;
        expect(result?.verdict).toBe(expected);
        if (expected === "PROVED") return;
        const { loop, steps } = result?.trace ?? { loop: null, steps: [] };
        expect(loop ?? steps.length).toBe(shortestStem(plain, reached));
      },
    ),
    { numRuns: 1500 },
  );
  // The property is only as good as its inputs: both answers must be common among them.
  expect(verdicts.PROVED).toBeGreaterThan(100);
  expect(verdicts.REFUTED).toBeGreaterThan(100);
});
