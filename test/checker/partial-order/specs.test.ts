import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckResult } from "../../../checker/result.ts";
import { fixmapModel } from "../../../bench/fixmap/model.ts";
import { modes } from "../../../bench/fixmap/mode.ts";
import { sizes } from "../../../bench/fixmap/sizes.ts";
import { buildModel } from "../../../specs/build.ts";
import { pkvmFixmap as fixmap } from "../../../specs/pkvm-fixmap/index.ts";
import { settingFrom } from "../../../specs/setting.ts";
import type { Setting } from "../../../specs/spec.ts";

function answers<S>({ properties }: CheckResult<S>) {
  return properties.map(({ property, verdict, trace }) => [
    property,
    verdict,
    trace?.steps.filter(({ kind }) => kind === "rule").length,
  ]);
}

/** Judges everything, dead ends included, and visits all there is to visit. */
async function bothWays(variant: string, changes: Setting) {
  const run = (partialOrder: "off" | "stubborn") =>
    buildModel(fixmap, variant, settingFrom(fixmap, variant, changes)).open((model) =>
      check(model, { engine: "flyweight", exhaust: true, partialOrder }).then((result) => ({
        answers: answers(result),
        states: result.statistics.states,
      })),
    );
  return { whole: await run("off"), reduced: await run("stubborn") };
}

describe("pkvm-fixmap", () => {
  test.each(Object.keys(fixmap.variants))(
    "%s: verdicts and lengths of traces are those of the unreduced search",
    async (variant) => {
      const { whole, reduced } = await bothWays(variant, {});
      expect(reduced.answers).toEqual(whole.answers);
      expect(reduced.states).toBeLessThanOrEqual(whole.states);
    },
    30_000,
  );

  test("with a second peer, less than a third of the states of ipi-not-awaited are left", async () => {
    const { whole, reduced } = await bothWays("ipi-not-awaited", { peers: "2" });
    expect(reduced.answers).toEqual(whole.answers);
    expect(whole.states).toBe(15_090);
    expect(reduced.states).toBeLessThan(whole.states / 3);
  }, 60_000);
});

describe("the benchmark's protocol", () => {
  test.each(modes)(
    "%s: verdicts and lengths of traces are those of the unreduced search",
    async (mode) => {
      const model = fixmapModel(sizes.XS, mode);
      const options = { engine: "flyweight", deadlock: "stuck" } as const;
      const whole = await check(model, options);
      const reduced = await check(model, { ...options, partialOrder: "stubborn" });
      expect(answers(reduced)).toEqual(answers(whole));
      expect(reduced.statistics.states).toBeLessThan(whole.statistics.states);
    },
    30_000,
  );
});
