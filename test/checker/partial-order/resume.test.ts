import { rmSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import { essence } from "../checkpoint/essence.ts";
import { testFolder } from "../checkpoint/folder.ts";
import { randomSystem, systemSpec } from "../random/random-system.ts";

const engine = fc.constantFrom("reference" as const, "flyweight" as const);
const stubborn: CheckOptions = {
  partialOrder: "stubborn",
  deadlock: "stuck",
  properties: ["never", "sometimes", "no-deadlock"],
};

test("a reduced search that was stopped anywhere goes on to the same states and verdicts", async () => {
  const file = join(testFolder(), "run");
  let within = 0;
  await fc.assert(
    fc.asyncProperty(
      systemSpec,
      fc.integer({ min: 0, max: 99 }),
      engine,
      engine,
      async (spec, percent, one, other) => {
        const model = randomSystem(spec);
        const whole = await check(model, { ...stubborn, engine: other });
        rmSync(file, { force: true });
        const bounds = { states: Math.floor((percent * whole.statistics.states) / 100) };
        const stopped = await check(model, { ...stubborn, engine: one, bounds, checkpoint: { file } });
        if (stopped.hit !== null) within++;
        const resumed = await check(model, { ...stubborn, engine: other, resume: file });
        expect(essence(resumed)).toEqual(essence(whole));
      },
    ),
    { numRuns: 150 },
  );
  expect(within).toBeGreaterThan(20);
});

test("a checkpoint of the unreduced search is refused, as that of another search", async () => {
  const file = join(testFolder(), "run");
  const model = randomSystem(fc.sample(systemSpec, { numRuns: 1, seed: 3 })[0]!);
  await check(model, { ...stubborn, partialOrder: "off", engine: "flyweight", checkpoint: { file } });
  await expect(check(model, { ...stubborn, engine: "flyweight", resume: file })).rejects.toThrow("reducer");
});
