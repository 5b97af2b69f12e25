import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fixmapModel } from "../../../bench/fixmap/model.ts";
import { sizes } from "../../../bench/fixmap/sizes.ts";
import { check } from "../../../checker/check.ts";
import { testFolder } from "../checkpoint/folder.ts";
import { messageOf } from "../results.ts";

const model = fixmapModel(sizes.XS, "local-tlbi");
const full = { symmetry: "full", engine: "flyweight" } as const;

describe("a reduced search", () => {
  test("that was interrupted goes on, in another engine as well", async () => {
    const file = join(testFolder(), "symmetric.run");
    const whole = await check(model, { ...full, exhaust: true });
    await check(model, { ...full, exhaust: true, bounds: { states: 500 }, checkpoint: { file } });
    for (const engine of ["flyweight", "reference"] as const) {
      const resumed = await check(model, { ...full, engine, exhaust: true, resume: file });
      expect(resumed.properties).toEqual(whole.properties);
      expect(resumed.statistics.levels).toEqual(whole.statistics.levels);
      expect(resumed.statistics.rulesFired).toBe(whole.statistics.rulesFired);
    }
  });

  test("does not go on as an unreduced one", async () => {
    const file = join(testFolder(), "symmetric.run");
    await check(model, { ...full, bounds: { states: 500 }, checkpoint: { file } });
    const message = await messageOf(check(model, { engine: "flyweight", resume: file }));
    expect(message).toContain("setting `symmetry`");
  });

  test("finds different counterexamples, of which none is the image of another", async () => {
    const { properties } = await check(model, { ...full, keepGoing: 3 });
    const found = new Map(properties.map(({ property, others }) => [property, others]));
    // Either frame may be the one that is in use too long: unreduced, these are two.
    expect(found.get("break-before-make(page0)")).toEqual([]);
    const others = found.get("no-use-after-revoke(page0)") ?? [];
    expect(others.length).toBeGreaterThan(0);
    for (const { witness, trace } of others) {
      expect(witness?.facts["page"]).toBe(0);
      expect(trace.steps.length).toBeGreaterThanOrEqual(12);
    }
  });

  test("says that walks have nothing to reduce", async () => {
    const walks = { simulate: { walks: 1, seed: 1 } };
    expect(await messageOf(check(model, { symmetry: "full", ...walks }))).toContain("exclude each other");
  });
});
