import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import type { CheckResult } from "../../../checker/result.ts";
import { randomSystem, systemSpec, wildSystem } from "./random-system.ts";

const runs = { numRuns: 300 };

/** What may not depend on the order in which an engine discovers the states of a level. */
function essence<S>({ statistics, properties, exhausted, hit }: CheckResult<S>) {
  const { states, rulesFired, depth, levels } = statistics;
  return {
    counts: { states, rulesFired, depth, levels },
    fired: statistics.rules.map(({ rule, fired }) => [rule, fired]),
    properties: properties.map(({ property, verdict, reason, trace }) => ({
      property,
      verdict,
      reason,
      // Of a lasso, only the stem is a shortest one.
      steps: trace === null ? null : (trace.loop ?? trace.steps.length),
    })),
    exhausted,
    hit,
  };
}

/** Which of several mistakes is met first depends on the order of discovery, too. */
const failure = (error: unknown) => (error instanceof Diagnostic ? error.details.kind : String(error));

const withDeadlock: CheckOptions = { deadlock: "stuck", exhaust: true };

describe("the observed engine on random systems", () => {
  test("gives the counts, verdicts and trace lengths of the reference", async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, async (spec) => {
        const model = randomSystem(spec);
        const reference = await check(model, { ...withDeadlock, engine: "reference" });
        const observed = await check(model, { ...withDeadlock, engine: "observed" });
        expect(essence(observed)).toEqual(essence(reference));
      }),
      runs,
    );
  });

  test("does so with eager rules, wrong guesses, loop bounds and ends, errors included", async () => {
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(
        systemSpec,
        fc.constantFrom("fold" as const, "off" as const),
        fc.constantFrom("stuck" as const, "stuttering" as const, "off" as const),
        async (spec, eager, deadlock) => {
          const model = wildSystem(spec);
          const run = (engine: "reference" | "observed") =>
            check(model, { exhaust: true, deadlock, eager, engine }).then(essence, failure);
          const reference = await run("reference");
          expect(await run("observed")).toEqual(reference);
          if (typeof reference !== "string") checked++;
        },
      ),
      runs,
    );
    expect(checked).toBeGreaterThan(runs.numRuns / 2);
  });

  test("does so within bounds, and where it stops early", async () => {
    await fc.assert(
      fc.asyncProperty(
        systemSpec,
        fc.integer({ min: 0, max: 6 }),
        fc.boolean(),
        async (spec, depth, early) => {
          const model = randomSystem(spec);
          const options = { bounds: { depth }, ...(early ? { properties: ["never", "sometimes"] } : {}) };
          const reference = await check(model, { ...options, engine: "reference" });
          const observed = await check(model, { ...options, engine: "observed" });
          expect(essence(observed)).toEqual(essence(reference));
        },
      ),
      runs,
    );
  });
});
