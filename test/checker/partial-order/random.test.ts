import * as fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { EagerMode } from "../../../checker/engine/engine.ts";
import type { DeadlockMode, Model } from "../../../checker/model.ts";
import type { CheckResult } from "../../../checker/result.ts";
import { concurrentSpec, concurrentSystem } from "./concurrent-system.ts";
import { randomSystem, systemSpec, wildSystem } from "../random/random-system.ts";

const runs = { numRuns: 500 };
const deadlockMode = fc.constantFrom<DeadlockMode>("off", "stuck", "stuttering");
const eagerMode = fc.constantFrom<EagerMode>("fold", "off");
const asked = fc.subarray(["never", "sometimes"]);

/** What the reduction must leave as it is. */
function answers<S>({ properties }: CheckResult<S>) {
  return properties.map(({ property, verdict, reason, trace }) => {
    return { property, verdict, reason, steps: trace?.steps.length ?? null };
  });
}

function optionsOf(properties: readonly string[], deadlock: DeadlockMode, eager: EagerMode): CheckOptions {
  const chosen = deadlock === "off" ? properties : [...properties, "no-deadlock"];
  return { properties: chosen, deadlock, eager, engine: "flyweight", exhaust: true };
}

/** The result, or null where the model is at fault: what nobody visits is not reported. */
async function checked<S>(model: Model<S>, options: CheckOptions): Promise<CheckResult<S> | null> {
  return check(model, options).catch(() => null);
}

test("verdicts and lengths of shortest traces are those of the unreduced search", async () => {
  let [whole, reduced] = [0, 0];
  await fc.assert(
    fc.asyncProperty(systemSpec, asked, deadlockMode, async (spec, properties, deadlock) => {
      const model = randomSystem(spec);
      const options = optionsOf(properties, deadlock, "fold");
      const plain = await check(model, options);
      const stubborn = await check(model, { ...options, partialOrder: "stubborn" });
      expect(answers(stubborn)).toEqual(answers(plain));
      expect(stubborn.statistics.states).toBeLessThanOrEqual(plain.statistics.states);
      whole += plain.statistics.states;
      reduced += stubborn.statistics.states;
    }),
    runs,
  );
  expect(reduced).toBeLessThan(whole * 0.8);
});

test("so they are with eager rules, wrong guesses, loop bounds and ends", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      systemSpec,
      asked,
      deadlockMode,
      eagerMode,
      async (spec, properties, deadlock, eager) => {
        const model = wildSystem(spec);
        const options = optionsOf(properties, deadlock, eager);
        const plain = await checked(model, options);
        if (plain === null) return;
        const stubborn = await check(model, { ...options, partialOrder: "stubborn" });
        expect(answers(stubborn)).toEqual(answers(plain));
        compared++;
      },
    ),
    { numRuns: 2 * runs.numRuns },
  );
  expect(compared).toBeGreaterThan(runs.numRuns);
});

test("the reference engine reduces to the same states", async () => {
  await fc.assert(
    fc.asyncProperty(systemSpec, asked, deadlockMode, async (spec, properties, deadlock) => {
      const model = wildSystem(spec);
      const options: CheckOptions = { ...optionsOf(properties, deadlock, "fold"), partialOrder: "stubborn" };
      const flyweight = await checked(model, options);
      const reference = await checked(model, { ...options, engine: "reference" });
      expect(reference?.statistics.levels).toEqual(flyweight?.statistics.levels);
      expect(reference?.statistics.rules).toEqual(flyweight?.statistics.rules);
    }),
    runs,
  );
});

test("what is visited within a depth bound says as much as without the reduction", async () => {
  await fc.assert(
    fc.asyncProperty(
      systemSpec,
      deadlockMode,
      fc.integer({ min: 0, max: 5 }),
      async (spec, deadlock, depth) => {
        const model = wildSystem(spec);
        const options = { ...optionsOf(["never", "sometimes"], deadlock, "fold"), bounds: { depth } };
        const plain = await checked(model, options);
        if (plain === null) return;
        const stubborn = await check(model, { ...options, partialOrder: "stubborn" });
        for (const [index, answer] of answers(stubborn).entries()) {
          const expected = answers(plain)[index];
          // With fewer states the end may come before the bound.
          if (expected?.verdict !== "UNDECIDED") expect(answer).toEqual(expected);
          else expect(answer.steps).toBe(null);
        }
      },
    ),
    runs,
  );
});

test("of rules that share little, verdicts and lengths of shortest traces are those of the unreduced search", async () => {
  let [compared, whole, reduced] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(concurrentSpec, deadlockMode, eagerMode, async (spec, deadlock, eager) => {
      const model = concurrentSystem(spec);
      const names = model.properties.map(({ name }) => name);
      const options = optionsOf(names, deadlock, eager);
      const plain = await checked(model, options);
      if (plain === null) return;
      const stubborn = await check(model, { ...options, partialOrder: "stubborn" });
      expect(answers(stubborn)).toEqual(answers(plain));
      compared++;
      whole += plain.statistics.states;
      reduced += stubborn.statistics.states;
    }),
    { numRuns: 2_000 },
  );
  expect(compared).toBeGreaterThan(700);
  expect(reduced, `of ${whole} states`).toBeLessThan(whole * 0.8);
});
