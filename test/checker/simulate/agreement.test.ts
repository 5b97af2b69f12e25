import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { CheckResult } from "../../../checker/result.ts";
import { randomSystem, systemSpec, wildSystem, type SystemSpec } from "../random/random-system.ts";

const eager = fc.constantFrom("fold" as const, "off" as const);
const seed = fc.nat();

function modelOf(spec: SystemSpec, wild: boolean) {
  return wild ? wildSystem(spec) : randomSystem({ ...spec, bad: spec.bad.slice(0, 1) });
}

async function run(spec: SystemSpec, wild: boolean, options: CheckOptions) {
  return check(modelOf(spec, wild), { deadlock: "stuck", ...options }).catch((error: Error) => error.message);
}

/** All that may not differ between two runs with the same seed. */
function essence<S>(result: CheckResult<S> | string) {
  if (typeof result === "string") return result;
  const { seconds: _seconds, peakBytes: _peak, ...statistics } = result.statistics;
  return { ...result, statistics };
}

describe("on random systems, a simulation", () => {
  it("is the same for the same seed, whichever engine is asked for", async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.boolean(), eager, seed, async (spec, wild, mode, number) => {
        const options = { eager: mode, simulate: { walks: 20, seed: number }, keepGoing: 3 } as const;
        const first = essence(await run(spec, wild, options));
        expect(essence(await run(spec, wild, { ...options, engine: "reference" }))).toEqual(first);
        expect(essence(await run(spec, wild, { ...options, engine: "flyweight" }))).toEqual(first);
      }),
      { numRuns: 150 },
    );
  });

  it("finds the same first counterexample however many walks follow", async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.boolean(), seed, async (spec, wild, number) => {
        const few = await run(spec, wild, { simulate: { walks: 5, seed: number } });
        const many = await run(spec, wild, { simulate: { walks: 25, seed: number } });
        if (typeof few === "string" || typeof many === "string") return;
        for (const [index, each] of few.properties.entries()) {
          if (each.verdict !== "UNDECIDED") expect(many.properties[index]).toEqual(each);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("finds only what the search finds, by no shorter a way, and most of that", async () => {
    const decided = { search: 0, walks: 0 };
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.boolean(), eager, seed, async (spec, wild, mode, number) => {
        const searched = await run(spec, wild, { eager: mode });
        const walked = await run(spec, wild, { eager: mode, simulate: { walks: 100, seed: number } });
        if (typeof searched === "string" || typeof walked === "string") return;
        for (const [index, { verdict, reason, trace, property }] of searched.properties.entries()) {
          const found = walked.properties[index];
          const isFound = reason.kind === "counterexample" || reason.kind === "reached";
          if (isFound && !property.includes("eventually")) decided.search++;
          if (found === undefined || found.verdict === "UNDECIDED") continue;
          decided.walks++;
          expect(found.verdict).toBe(verdict);
          expect(found.trace?.steps.length).toBeGreaterThanOrEqual(trace?.steps.length ?? Infinity);
        }
      }),
      { numRuns: 300 },
    );
    expect(decided.search).toBeGreaterThan(100);
    expect(decided.walks).toBeGreaterThan(decided.search * 0.9);
    expect(decided.walks).toBeLessThanOrEqual(decided.search);
  });

  it("shows traces whose last states decide their properties, without loops", async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, seed, async (spec, number) => {
        const model = modelOf(spec, false);
        const { properties } = await check(model, { simulate: { walks: 20, seed: number }, keepGoing: 4 });
        for (const { property, trace, witness, others } of properties) {
          if (trace === null) continue;
          const asked = model.properties.find(({ name }) => name === property);
          for (const shown of [{ trace, witness }, ...others]) {
            const states = [shown.trace.initial, ...shown.trace.steps.map(({ state }) => state)];
            const last = states.at(-1) ?? shown.trace.initial;
            expect(asked?.kind === "always" ? asked.violatedBy(last) : asked?.reachedBy(last)).toEqual(
              shown.witness,
            );
            expect(new Set(states.map((state) => model.schema.key(state))).size).toBe(states.length);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("counts what it does", async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.boolean(), seed, async (spec, wild, number) => {
        const result = await run(spec, wild, { eager: "off", simulate: { walks: 20, seed: number } });
        if (typeof result === "string") return;
        const { simulation, statistics } = result;
        const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
        expect(sum(Object.values(simulation?.ends ?? {}))).toBe(simulation?.walks);
        expect(sum(statistics.rules.map(({ fired }) => fired))).toBe(simulation?.steps);
        // The others are where walks start: there are up to three such states.
        const begun = statistics.states - sum(statistics.rules.map(({ ledToNew }) => ledToNew));
        expect(begun).toBeGreaterThanOrEqual(1);
        expect(begun).toBeLessThanOrEqual(3);
      }),
      { numRuns: 150 },
    );
  });
});
