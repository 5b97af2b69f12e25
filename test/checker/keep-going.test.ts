import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../checker/check.ts";
import type { Model } from "../../checker/model.ts";
import type { CheckResult, Counterexample, PropertyResult } from "../../checker/result.ts";
import { int, record } from "../../checker/schema/constructors.ts";
import { schemaOf } from "../../checker/schema/schema.ts";
import type { CheckOptions } from "../../checker/check-options.ts";
import type { Witness } from "../../checker/property.ts";
import { explicitGraph } from "./random/explicit-graph.ts";
import { randomSystem, systemSpec, wildSystem, type SystemSpec } from "./random/random-system.ts";
import { engines, labels, messageOf, resultOf } from "./results.ts";
import { counter, type Count } from "./toys/counter.ts";
import { rule } from "./toys/rule.ts";

const because = "a toy";

/** All counterexamples of a property, the first one included. */
function all<S>({ witness, trace, others }: PropertyResult<S>): readonly Counterexample<S>[] {
  return trace === null ? [] : [{ witness, trace }, ...others];
}

/** What makes it different: its facts, and its last step. */
function ending<S>({ witness, trace }: Counterexample<S>): string {
  const last = trace.steps.at(-1);
  return JSON.stringify([witness?.facts, last?.rule, last?.parameters]);
}

interface Ways {
  at: number;
}

/** From 0 to 1 by "left" or "right", on to 2, and to the dead ends 3 and 4. */
function ways(more: Partial<Model<Ways>> = {}): Model<Ways> {
  const go = (name: string, from: number, to: number) =>
    rule<Ways>(
      name,
      (state) => {
        state.at = to;
      },
      { when: (state) => state.at === from },
    );
  return {
    name: "ways",
    schema: schemaOf(record({ at: int(0, 4) })),
    initial: [{ at: 0 }],
    rules: [go("first", 0, 1), go("second", 0, 2), go("third", 1, 3), go("fourth", 2, 4)],
    properties: [],
    ...more,
  };
}

const beyond = (bad: readonly number[], facts: (at: number) => Record<string, number>) =>
  ({
    name: "not there",
    kind: "always",
    because,
    violatedBy: ({ at }: Readonly<Ways>) => (bad.includes(at) ? { facts: facts(at) } : null),
  }) as const;

describe.each(engines)("keepGoing, with the %s engine,", (engine) => {
  const found = async (model: Model<Ways>, keepGoing: number) => {
    const result = await check(model, { engine, keepGoing });
    return result.properties.flatMap((property) =>
      all(property).map(({ trace }) => labels({ ...property, trace })),
    );
  };

  it("finds what another last step brings about, though the facts are the same", async () => {
    const model = ways({ properties: [beyond([1, 2], () => ({}))] });
    expect(await found(model, 5)).toEqual([["first"], ["second"]]);
    expect(await found(model, 1)).toEqual([["first"]]);
  });

  it("does not count what only goes on from a broken state with the same facts", async () => {
    expect(await found(ways({ properties: [beyond([1, 3], () => ({}))] }), 5)).toEqual([["first"]]);
  });

  it("counts other facts, though the state before was broken", async () => {
    const model = ways({ properties: [beyond([1, 3], (at) => ({ at }))] });
    expect(await found(model, 5)).toEqual([["first"], ["first", "third"]]);
  });

  it("finds different dead ends", async () => {
    const model = ways({ deadlock: "stuck" });
    expect(await found(model, 5)).toEqual([
      ["first", "third"],
      ["second", "fourth"],
    ]);
    const stuttering = ways({
      deadlock: "stuttering",
      rules: [...model.rules, rule("stay", () => {}, { when: (state) => state.at === 3 })],
    });
    expect(await found(stuttering, 5)).toHaveLength(2);
    expect(await found({ ...stuttering, deadlock: "stuck" }, 5)).toEqual([["second", "fourth"]]);
  });

  it("stops as soon as there are enough, or nothing is left", async () => {
    const never = {
      name: "none",
      kind: "always",
      because,
      violatedBy: ({ count }: Readonly<Count>) => (count >= 3 ? { facts: { count } } : null),
    } as const;
    const model = counter(9, { properties: [never] });
    const states = async (keepGoing: number) => (await check(model, { engine, keepGoing })).statistics.states;
    expect([await states(1), await states(2), await states(4)]).toEqual([4, 5, 7]);
    const result = await check(model, { engine, keepGoing: 100 });
    expect(result.exhausted).toBe(true);
    expect(resultOf(result, "none").others).toHaveLength(6);
  });

  it("gives what was found until a bound ended the search", async () => {
    const never = { ...beyond([0, 1, 2], (at) => ({ at })) };
    const result = await check(ways({ properties: [never] }), {
      engine,
      keepGoing: 9,
      bounds: { states: 1 },
    });
    expect(result.hit).toEqual({ kind: "states", limit: 1 });
    expect(resultOf(result, "not there").others).toHaveLength(2);
  });
});

describe("on random systems", () => {
  const keepGoings = fc.integer({ min: 2, max: 6 });
  /** A single guard is bad much more often than several together. */
  const often = (spec: SystemSpec): SystemSpec => ({ ...spec, bad: spec.bad.slice(0, 1) });
  const run = async (spec: SystemSpec, wild: boolean, options: CheckOptions) => {
    const model = wild ? wildSystem(spec) : randomSystem(often(spec));
    return check(model, { deadlock: "stuck", exhaust: true, ...options }).catch(
      (error: Error) => error.message,
    );
  };
  const judged = (result: CheckResult<unknown> | string) =>
    typeof result === "string" ? result : result.properties;

  it.each(["reference", "flyweight", "observed"] as const)(
    "the first counterexample of the %s engine is the one without it",
    async (engine) => {
      let others = 0;
      await fc.assert(
        fc.asyncProperty(systemSpec, fc.boolean(), keepGoings, async (spec, wild, keepGoing) => {
          const one = judged(await run(spec, wild, { engine }));
          const several = judged(await run(spec, wild, { engine, keepGoing }));
          if (typeof several !== "string") for (const each of several) others += each.others.length;
          const first =
            typeof several === "string" ? several : several.map((each) => ({ ...each, others: [] }));
          expect(first).toEqual(one);
        }),
        { numRuns: 100 },
      );
      expect(others).toBeGreaterThan(10);
    },
  );

  it("engines with the same order of discovery find the same ones", async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.boolean(), keepGoings, async (spec, wild, keepGoing) => {
        const reference = judged(await run(spec, wild, { keepGoing, engine: "reference" }));
        expect(judged(await run(spec, wild, { keepGoing, engine: "flyweight" }))).toEqual(reference);
      }),
      { numRuns: 100 },
    );
  });

  it("enough of them have all facts that there are, with every engine", async () => {
    await fc.assert(
      fc.asyncProperty(
        systemSpec,
        fc.constantFrom("reference" as const, "flyweight" as const, "observed" as const),
        async (spec, engine) => {
          const model = randomSystem(often(spec));
          const [property] = model.properties;
          if (property?.kind !== "always") throw new Error("the first property is an always");
          const result = await check(model, { engine, keepGoing: 1000 });
          const found = all(resultOf(result, property.name)).map(({ witness }) => witness);
          const broken = explicitGraph(model).states.map((state) => property.violatedBy(state));
          const factsOf = (witnesses: readonly (Witness | null)[]) =>
            new Set(witnesses.flatMap((witness) => (witness === null ? [] : JSON.stringify(witness.facts))));
          expect(factsOf(found)).toEqual(factsOf(broken));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("each one breaks its property, differs from the others, and is no shorter than the one before", async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, async (spec) => {
        const model = randomSystem(often(spec));
        const [property] = model.properties;
        if (property?.kind !== "always") throw new Error("the first property is an always");
        const found = all(resultOf(await check(model, { keepGoing: 5 }), property.name));
        expect(found.length).toBeLessThanOrEqual(5);
        expect(new Set(found.map(ending)).size).toBe(found.length);
        const lengths = found.map(({ trace }) => trace.steps.length);
        expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
        for (const { witness, trace } of found) {
          expect(property.violatedBy((trace.steps.at(-1) ?? { state: trace.initial }).state)).toEqual(
            witness,
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});

it.each([0, 1.5, -1, "2"])("keepGoing %s is refused", async (keepGoing) => {
  const options: object = { keepGoing };
  expect(await messageOf(check(counter(1), options))).toMatch(/keepGoing.*It must be a whole number from 1/s);
});
