import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { Model } from "../../../checker/model.ts";
import { resultOf } from "../results.ts";
import { counter, never } from "../toys/counter.ts";
import { randomSystem, wildSystem } from "../random/random-system.ts";
import { essence } from "./essence.ts";
import { testFolder } from "./folder.ts";
import { livelySpec } from "./lively.ts";

const engine = fc.constantFrom("reference" as const, "flyweight" as const);
/** A session: its engine, and how many in a hundred of all states it may store before it is interrupted. */
const sessions = fc.array(fc.tuple(engine, fc.integer({ min: 0, max: 100 })), {
  minLength: 1,
  maxLength: 4,
});

describe("on random systems", () => {
  test("a search that was stopped at any chunks and went on in any engines gives the same result", async () => {
    const file = join(testFolder(), "run");
    let resumed = 0;
    await fc.assert(
      fc.asyncProperty(livelySpec, sessions, engine, fc.boolean(), async (spec, list, last, exhaust) => {
        const model = randomSystem(spec);
        // Without an `eventually` a search may be decided early, and then ends at the end of a level.
        const options: CheckOptions = exhaust
          ? { deadlock: "stuck", exhaust }
          : { properties: ["never", "sometimes"] };
        const whole = await check(model, { ...options, engine: last });
        rmSync(file, { force: true });
        let states = 0;
        for (const [engine, percent] of list) {
          const resume = existsSync(file) ? { resume: file } : {};
          const bounds = { states: Math.floor((percent * whole.statistics.states) / 100) };
          const stopped = await check(model, { ...options, ...resume, engine, bounds, checkpoint: { file } });
          ({ states } = stopped.statistics);
        }
        if (states > spec.initial.length && states < whole.statistics.states) resumed++;
        expect(essence(await check(model, { ...options, engine: last, resume: file }))).toEqual(
          essence(whole),
        );
      }),
      { numRuns: 80 },
    );
    // Otherwise there was nothing left to do when the last session began.
    expect(resumed).toBeGreaterThan(10);
  });

  test("a search that died within a rule goes on from its last checkpoint, with the same result", async () => {
    const file = join(testFolder(), "run");
    let died = 0;
    await fc.assert(
      fc.asyncProperty(
        livelySpec,
        fc.integer({ min: 1, max: 2000 }),
        fc.constantFrom("fold" as const, "off" as const),
        engine,
        engine,
        async (spec, calls, eager, first, last) => {
          const fuse = { left: Infinity };
          const model = mortal(wildSystem(spec), fuse);
          const options: CheckOptions = { deadlock: "stuck", exhaust: true, eager };
          const run = (more: CheckOptions) =>
            check(model, { ...options, ...more }).then(essence, (error: Error) => error.message);
          const whole = await run({ engine: last });
          rmSync(file, { force: true });
          fuse.left = calls;
          const part = await run({ engine: first, checkpoint: { file, seconds: 0 } });
          fuse.left = Infinity;
          if (typeof whole !== "string" && typeof part === "string" && existsSync(file)) died++;
          if (existsSync(file)) expect(await run({ engine: last, resume: file })).toEqual(whole);
        },
      ),
      { numRuns: 80 },
    );
    expect(died).toBeGreaterThan(10);
  });
});

/** The model, whose guards throw when they have been asked often enough. Its code is the same however long it lives. */
function mortal<S>(model: Model<S>, fuse: { left: number }): Model<S> {
  const rules = model.rules.map((rule) => ({
    ...rule,
    when: (state: Readonly<S>, ...parameters: readonly number[]) => {
      if (--fuse.left < 0) throw new Error("died");
      return rule.when(state, ...parameters);
    },
  }));
  return { ...model, rules };
}

describe("a checkpoint", () => {
  test("of a finished search gives its verdict at once", async () => {
    const file = join(testFolder(), "run");
    const fuse = { left: Infinity };
    const model = mortal(counter(1000, { properties: [never(1001)] }), fuse);
    const whole = await check(model, { checkpoint: { file } });
    // What the file is compared with, and not a second search.
    fuse.left = 100;
    expect(essence(await check(model, { resume: file }))).toEqual(essence(whole));
  });

  test("is written when a bound ends the search, so that a larger one goes on", async () => {
    const file = join(testFolder(), "run");
    const model = counter(1000, { properties: [never(900)] });
    const first = await check(model, { checkpoint: { file }, bounds: { depth: 400 } });
    expect(first.hit).toEqual({ kind: "depth", limit: 400 });
    const second = await check(model, { checkpoint: { file }, resume: file, bounds: { depth: 800 } });
    expect([second.hit, second.statistics.states]).toEqual([{ kind: "depth", limit: 800 }, 801]);
    const third = await check(model, { resume: file });
    expect(third.verdict).toBe("REFUTED");
    expect(resultOf(third, "never 900").trace?.steps).toHaveLength(900);
  });

  test("is written when the search is interrupted", async () => {
    const file = join(testFolder(), "run");
    const model = counter(5000, { properties: [never(5001)] });
    const first = await check(model, { checkpoint: { file }, signal: AbortSignal.abort() });
    expect(first.hit).toEqual({ kind: "interrupted" });
    expect(essence(await check(model, { resume: file }))).toEqual(essence(await check(model)));
  });

  test("counts the seconds of all sessions, and bounds those of its own", async () => {
    const file = join(testFolder(), "run");
    const model = counter(1_000_000, { properties: [never(2_000_000)] });
    const bounds = { time: 0.2 };
    const first = await check(model, { checkpoint: { file }, bounds });
    const second = await check(model, { resume: file, bounds });
    expect(first.hit).toEqual({ kind: "time", limit: 0.2 });
    expect(second.hit).toEqual(first.hit);
    expect(second.statistics.states).toBeGreaterThan(first.statistics.states);
    expect(second.statistics.seconds).toBeGreaterThan(0.4);
  });

  test("leaves nothing beside it, whether the search ends well or not", async () => {
    const folder = testFolder();
    const file = join(folder, "run");
    const fuse = { left: 3 };
    await expect(check(mortal(counter(100), fuse), { checkpoint: { file } })).rejects.toThrow("died");
    expect(readdirSync(folder)).toEqual([]);
    await check(counter(100), { checkpoint: { file } });
    expect(readdirSync(folder)).toEqual(["run"]);
  });

  test("is left as it was when a later run with the same file dies before its first", async () => {
    const file = join(testFolder(), "run");
    const model = mortal(counter(100), { left: Infinity });
    await check(model, { checkpoint: { file } });
    const dying = mortal(counter(100), { left: 3 });
    await expect(check(dying, { checkpoint: { file } })).rejects.toThrow("died");
    expect((await check(model, { resume: file })).statistics.states).toBe(101);
  });
});
