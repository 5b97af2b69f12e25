import * as fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import { flyweight } from "../../../checker/engine/flyweight.ts";
import type { EagerMode } from "../../../checker/engine/engine.ts";
import type { DeadlockMode, Model } from "../../../checker/model.ts";
import type { CheckResult } from "../../../checker/result.ts";
import { Canonicaliser } from "../../../checker/symmetry/canonicaliser.ts";
import { compilePermutations } from "../../../checker/symmetry/compiled-group.ts";
import { symmetricSpec, symmetricSystem } from "./symmetric-system.ts";

/** What a symmetry may not change. */
function essence<S>({ properties, statistics, exhausted, hit }: CheckResult<S>) {
  return {
    depth: statistics.depth,
    exhausted,
    hit,
    answers: properties.map(({ property, verdict, reason, trace }) => {
      return [property, verdict, reason.kind, trace?.steps.length ?? null];
    }),
  };
}

/** States of the unreduced search, counted once per orbit: by a search that knows nothing of the reduction. */
async function orbits<S>(model: Model<S>, eager: EagerMode): Promise<number> {
  const exploration = flyweight.open(model, { eager, deadlock: "off", judge: [] });
  for (let id = 0; id < exploration.size(); id++) await exploration.expand(id, id + 1);
  const canonicaliser = new Canonicaliser(compilePermutations(model));
  const slots = new Int32Array(model.schema.layout.slots.length);
  const least = new Int32Array(slots.length);
  const seen = new Set<string>();
  for (let id = 0; id < exploration.size(); id++) {
    model.schema.encode(exploration.state(id), slots);
    canonicaliser.canonicalise(slots, least);
    seen.add(least.join());
  }
  return seen.size;
}

test("a reduced search answers as the unreduced one, or refuses a system that is not symmetric", async () => {
  const seen = { same: 0, refused: 0, reduced: 0, refuted: 0, deadlocked: 0 };
  await fc.assert(
    fc.asyncProperty(
      symmetricSpec,
      fc.constantFrom<DeadlockMode>("stuck", "stuttering"),
      fc.constantFrom<EagerMode>("fold", "off"),
      async (spec, deadlock, eager) => {
        const model = symmetricSystem(spec);
        const bounds = { states: 4000 };
        // The reference engine discovers states in the same order, so that everything can be compared with it.
        const options = { deadlock, eager, bounds, exhaust: true, engine: "flyweight" } as const;
        let full: CheckResult<(typeof model.initial)[number]>;
        const off = await check(model, options);
        fc.pre(off.hit === null);
        try {
          full = await check(model, { ...options, symmetry: "full" });
        } catch (error) {
          if (!(error instanceof Diagnostic)) throw error;
          // Only what tells things apart may be refused; the order of eager rules may do so as well.
          const mayBeAsymmetric = spec.unfair !== null || (spec.eager === "racing" && eager === "fold");
          expect(mayBeAsymmetric, error.message).toBe(true);
          seen.refused++;
          return;
        }
        expect(essence(full)).toEqual(essence(off));
        expect(full.statistics.states).toBe(await orbits(model, eager));
        const reference = await check(model, { ...options, symmetry: "full", engine: "reference" });
        expect({ ...reference.statistics, seconds: 0, bytes: 0, peakBytes: 0 }).toEqual({
          ...full.statistics,
          seconds: 0,
          bytes: 0,
          peakBytes: 0,
        });
        expect(reference.properties).toEqual(full.properties);
        const observed = await check(model, { ...options, symmetry: "full", engine: "observed" });
        expect(essence(observed)).toEqual(essence(off));
        expect(observed.statistics.states).toBe(full.statistics.states);
        expect(observed.statistics.rulesFired).toBe(full.statistics.rulesFired);
        seen.same++;
        if (full.statistics.states < off.statistics.states) seen.reduced++;
        if (full.properties.some(({ kind, verdict }) => kind === "always" && verdict === "REFUTED"))
          seen.refuted++;
        if (full.properties.at(-1)?.verdict === "REFUTED") seen.deadlocked++;
      },
    ),
    { numRuns: 300 },
  );
  // The property is only as good as its inputs.
  expect(seen.same).toBeGreaterThan(100);
  expect(seen.reduced).toBeGreaterThan(30);
  expect(seen.refuted).toBeGreaterThan(20);
  expect(seen.deadlocked).toBeGreaterThan(10);
  expect(seen.refused).toBeGreaterThan(10);
}, 120_000);
