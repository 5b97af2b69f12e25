import { describe, expect, test } from "vitest";
import { check } from "../../../checker/index.ts";
import { compile, type Scenario } from "../../../model/index.ts";
import { cellOf } from "../../../specs/expected.ts";
import { kvmNormalNcReset } from "../../../specs/kvm-normal-nc-reset/index.ts";
import { resetScenario } from "../../../specs/kvm-normal-nc-reset/scenario.ts";
import { propertySentences } from "../../../specs/kvm-normal-nc-reset/sentences.ts";
import { mutationsOf } from "./mutations.ts";
import { settingOf, variantNames } from "./settings.ts";

/** What must hold, the fault path's liveness included. */
const claims = Object.entries(propertySentences)
  .filter(([name, sentence]) => !sentence.startsWith("goal:") && name !== "write-combining")
  .map(([name]) => name);

async function verdicts(scenario: Scenario): Promise<ReadonlyMap<string, string>> {
  const { properties } = await check(compile(scenario));
  return new Map(properties.map(({ property, verdict }) => [property, verdict]));
}

describe("every PROVED property of the reset can be broken by one instruction, or one descriptor", () => {
  test.each(variantNames)("%s", async (variant) => {
    const scenario = resetScenario(variant, settingOf(variant));
    const before = await verdicts(scenario);
    const unbroken = new Set(
      claims.filter(
        (name) => before.get(name) === "PROVED" && cellOf(kvmNormalNcReset, variant, name).kind === "judged",
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
