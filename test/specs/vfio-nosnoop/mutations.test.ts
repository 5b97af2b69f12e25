import { describe, expect, test } from "vitest";
import { check } from "../../../checker/index.ts";
import { compile, type Scenario } from "../../../model/index.ts";
import { vfioNoSnoop } from "../../../specs/vfio-nosnoop/index.ts";
import { noSnoopScenario } from "../../../specs/vfio-nosnoop/scenario.ts";
import { cellOf } from "../../../specs/expected.ts";
import { mutationsOf } from "./mutations.ts";
import { settingOf, variantNames } from "./settings.ts";

const safety = [
  "no-stale-data-after-pin",
  "no-divergence-after-unpin",
  "no-resurrection",
  "every-request-snooped",
  "pat-consistent",
  "no-flush-of-mmio",
  "latest-guest-data",
  "bit-obeyed",
  "flush-only-once-enabled",
];

async function verdicts(scenario: Scenario): Promise<ReadonlyMap<string, string>> {
  const { properties } = await check(compile(scenario));
  return new Map(properties.map(({ property, verdict }) => [property, verdict]));
}

describe("every PROVED safety property of no-snoop DMA can be broken by one instruction, or by one disobedient device", () => {
  test.each(variantNames)("%s", async (variant) => {
    const scenario = noSnoopScenario(variant, settingOf(variant));
    const before = await verdicts(scenario);
    const unbroken = new Set(
      safety.filter(
        (name) => before.get(name) === "PROVED" && cellOf(vfioNoSnoop, variant, name).kind === "judged",
      ),
    );
    for (const mutation of mutationsOf(scenario)) {
      if (unbroken.size === 0) break;
      for (const [name, verdict] of await verdicts(mutation.scenario))
        if (verdict === "REFUTED") unbroken.delete(name);
    }
    expect([...unbroken]).toEqual([]);
  });
});
