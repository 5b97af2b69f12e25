import { accessRules } from "./accesses.ts";
import { barrierRules } from "./barriers.ts";
import { cacheLineRules } from "./caches.ts";
import { dependencyRules } from "./dependencies.ts";
import { faultRules } from "./faults.ts";
import { updateRules } from "./hardware-updates.ts";
import { interconnectRules } from "./interconnect.ts";
import type { MachineRule } from "./rule.ts";
import { tlbiRules } from "./tlbi.ts";
import { stage2Rules } from "./two-stages.ts";
import { walkRules } from "./walks.ts";

/**
 * The rules of the machine by name: what the code of `model/pe` and `model/mmu` does, as data. Most can be switched off
 * (`Scenario.without`), which shows what they are there for.
 */
export const machineRules = {
  ...barrierRules,
  ...accessRules,
  ...dependencyRules,
  ...walkRules,
  ...tlbiRules,
  ...updateRules,
  ...faultRules,
  ...stage2Rules,
  ...interconnectRules,
  ...cacheLineRules,
} as const satisfies Record<string, MachineRule>;

type Rules = typeof machineRules;

/** The name of a rule of the machine. */
export type RuleName = keyof Rules;

/** The name of one that a machine can be built without. */
export type SwitchableRule = {
  [Name in RuleName]: Rules[Name] extends { readonly fixed: string } ? never : Name;
}[RuleName];

const rules: Readonly<Record<string, MachineRule>> = machineRules;

/** Why no machine can be built without a rule; null for one that can be switched off, and for what is no rule. */
export const whyFixed = (name: string): string | null =>
  Object.hasOwn(rules, name) ? (rules[name]?.fixed ?? null) : null;

/** What a machine that lacks rules does not do: listed with every verdict on it. */
export const missingRules = ({ without = [] }: { readonly without?: readonly SwitchableRule[] }) =>
  without.map((rule) => `the machine lacks the rule ${rule}: ${machineRules[rule].says}`);

/** The rules that a machine can be built without. */
export const switchableRules: readonly SwitchableRule[] = Object.keys(machineRules).filter(isSwitchable);

/** Whether a name is that of a rule that a machine can be built without. */
export function isSwitchable(name: string): name is SwitchableRule {
  return Object.hasOwn(rules, name) && whyFixed(name) === null;
}
