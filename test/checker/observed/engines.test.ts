import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EagerMode } from "../../../checker/engine/engine.ts";
import type { DeadlockMode } from "../../../checker/model.ts";
import { livelySpec } from "../checkpoint/lively.ts";
import { randomSystem, wildSystem } from "../random/random-system.ts";
import { symmetricSpec, symmetricSystem } from "../symmetry/symmetric-system.ts";
import { outlineOf } from "./essence.ts";

const eagerModes = fc.constantFrom<EagerMode>("fold", "off");
const deadlockModes = fc.constantFrom<DeadlockMode>("off", "stuck", "stuttering");

describe("the observed engine answers as the flyweight and the reference engine", () => {
  test("of lively random systems, with all that a model may add", async () => {
    const seen = { states: 0, wrong: 0 };
    await fc.assert(
      fc.asyncProperty(
        livelySpec,
        eagerModes,
        deadlockModes,
        fc.boolean(),
        async (spec, eager, deadlock, wild) => {
          const model = wild ? wildSystem(spec) : randomSystem(spec);
          const options = { eager, deadlock, sample: 7 };
          const flyweight = await outlineOf(model, { ...options, engine: "flyweight" });
          expect(await outlineOf(model, { ...options, engine: "observed" })).toEqual(flyweight);
          expect(await outlineOf(model, { ...options, engine: "reference" })).toEqual(flyweight);
          if (typeof flyweight === "string") seen.wrong++;
          else seen.states += flyweight.counts.states;
        },
      ),
      { numRuns: 60 },
    );
    expect(seen.states).toBeGreaterThan(3_000);
    expect(seen.wrong).toBeLessThan(30);
  });

  test("of symmetric random systems, reduced and unreduced", async () => {
    const seen = { reduced: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(symmetricSpec, eagerModes, deadlockModes, async (spec, eager, deadlock) => {
        const model = symmetricSystem(spec);
        for (const symmetry of ["full", "off"] as const) {
          const options = { eager, deadlock, symmetry, sample: 7, bounds: { depth: 6 } };
          const flyweight = await outlineOf(model, { ...options, engine: "flyweight" });
          expect(await outlineOf(model, { ...options, engine: "observed" })).toEqual(flyweight);
          if (symmetry === "off") continue;
          if (typeof flyweight === "string") seen.refused++;
          else seen.reduced++;
        }
      }),
      { numRuns: 60 },
    );
    expect(seen.reduced).toBeGreaterThan(10);
    expect(seen.refused).toBeGreaterThan(0);
  });
});
