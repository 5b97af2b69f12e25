import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { CheckOptions } from "../../checker/check-options.ts";
import { compile, type Features, type Scenario } from "../../model/index.ts";
import { parameters, type FixmapSetting } from "../../specs/pkvm-fixmap/parameters.ts";
import { fixmapScenario } from "../../specs/pkvm-fixmap/scenario.ts";
import { variants, type FixmapVariant } from "../../specs/pkvm-fixmap/variants.ts";

type Values = Readonly<Record<string, string>>;

const defaults: Values = Object.fromEntries(
  Object.entries(parameters).map(([name, { values }]) => [name, values[0]]),
);

const isSetting = (values: Values): values is FixmapSetting =>
  Object.entries(parameters).every(([name, { values: allowed }]) => allowed.some((v) => v === values[name]));

const isVariant = (name: string): name is FixmapVariant => Object.hasOwn(variants, name);

function scenarioOf(variant: FixmapVariant, more: Values): Scenario {
  const own: { readonly about: string; readonly setting?: Values } = variants[variant];
  const setting = { ...defaults, ...own.setting, ...more };
  if (!isSetting(setting)) throw new Error(`not a setting: ${JSON.stringify(setting)}`);
  return fixmapScenario(variant, setting);
}

async function verdicts(
  scenario: Scenario,
  walks: Features["walks"] = "may-be-cached",
  options: CheckOptions = {},
): Promise<Values> {
  const model = compile({ ...scenario, features: { ...scenario.features, walks } });
  const { properties } = await check(model, options);
  return Object.fromEntries(properties.map(({ property, verdict }) => [property, verdict]));
}

/** With two peers, those whose unreduced model is small. */
const smallWithTwoPeers: readonly string[] = [
  "merged",
  "merged-with-isb-in-map",
  "no-isb-after-clear",
  "overwrite-valid",
  "private-tables",
  "fixblock",
];

const settings: readonly Values[] = [{}, { ets2: "yes" }, { peers: "2" }];

describe("pkvm-fixmap has the same verdicts in every way of running it", () => {
  for (const variant of Object.keys(variants).filter(isVariant))
    for (const more of settings) {
      const name = [variant, ...Object.entries(more).map((pair) => pair.join("="))].join(" ");
      const scenario = scenarioOf(variant, more);
      if (more["peers"] !== "2" || smallWithTwoPeers.includes(variant)) {
        test(`${name}: with explicit walks`, async () => {
          expect(await verdicts(scenario, "explicit")).toEqual(await verdicts(scenario));
        });
      }

      test(`${name}: with eager steps off`, async () => {
        const unfolded = await verdicts(scenario, "may-be-cached", { eager: "off" });
        expect(unfolded).toEqual(await verdicts(scenario));
      });
    }
});
