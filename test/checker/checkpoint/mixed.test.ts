import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import { randomSystem } from "../random/random-system.ts";
import { outline } from "./essence.ts";
import { testFolder } from "./folder.ts";
import { livelySpec } from "./lively.ts";

const engine = fc.constantFrom("reference" as const, "flyweight" as const, "observed" as const);
const session = fc.tuple(engine, fc.integer({ min: 0, max: 100 }));
const sessions = fc.array(session, { minLength: 1, maxLength: 4 });

test("a search that went from engine to engine, within a level too, ends with the counts and verdicts of one", async () => {
  const file = join(testFolder(), "run");
  let mixed = 0;
  await fc.assert(
    fc.asyncProperty(livelySpec, sessions, engine, fc.boolean(), async (spec, list, last, exhaust) => {
      const model = randomSystem(spec);
      const options: CheckOptions = { deadlock: "stuck", exhaust };
      const whole = await check(model, options);
      rmSync(file, { force: true });
      for (const [engine, percent] of list) {
        const resume = existsSync(file) ? { resume: file } : {};
        const bounds = { states: Math.floor((percent * whole.statistics.states) / 100) };
        await check(model, { ...options, ...resume, engine, bounds, checkpoint: { file } });
      }
      if (list.some(([engine, percent]) => percent > 0 && percent < 100 && engine !== last)) mixed++;
      expect(outline(await check(model, { ...options, engine: last, resume: file }))).toEqual(outline(whole));
    }),
    { numRuns: 80 },
  );
  expect(mixed).toBeGreaterThan(20);
});
