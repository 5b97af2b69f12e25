import { describe, expect, test } from "vitest";
import { check } from "../../../checker/index.ts";
import { compile, type Scenario } from "../../../model/index.ts";
import { fixmapScenario } from "../../../specs/pkvm-fixmap/scenario.ts";
import { mutationsOf } from "./mutations.ts";
import { settingOf, variantNames } from "./settings.ts";

const safety = [
  "break-before-make",
  "no-wrong-address",
  "owner-fresh",
  "no-spurious-fault",
  "no-stale-after-unmap",
  "no-access-in-flight",
  "mutual-exclusion",
];

/** Only where slots are shared or nested is there something to exclude; elsewhere the matrix says not applicable. */
const isJudged = (variant: string, property: string): boolean =>
  property !== "mutual-exclusion" || variant.startsWith("fixblock");

async function verdicts(scenario: Scenario): Promise<ReadonlyMap<string, string>> {
  const { properties } = await check(compile(scenario));
  return new Map(properties.map(({ property, verdict }) => [property, verdict]));
}

describe("every PROVED safety property of the fixmap can be broken by one instruction", () => {
  // FEAT_ETS2 besides, so that no-spurious-fault is among the proved.
  test.each(
    variantNames.flatMap((variant) => [{ variant, ets2: "no" } as const, { variant, ets2: "yes" } as const]),
  )("$variant, ets2=$ets2", async ({ variant, ets2 }) => {
    const scenario = fixmapScenario(variant, settingOf(variant, { ets2 }));
    const before = await verdicts(scenario);
    const unbroken = new Set(
      safety.filter((name) => before.get(name) === "PROVED" && isJudged(variant, name)),
    );
    for (const mutation of mutationsOf(scenario)) {
      if (unbroken.size === 0) break;
      for (const [name, verdict] of await verdicts(mutation.scenario))
        if (verdict === "REFUTED") unbroken.delete(name);
    }
    expect([...unbroken]).toEqual([]);
  });
});
