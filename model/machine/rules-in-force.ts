import type { SwitchableRule } from "../machine-rules/machine-rules.ts";
import { isCacheable, isValid } from "../mmu/descriptor.ts";
import type { PeConfiguration, Scenario } from "../scenario.ts";

/** Whether a machine has a rule. Asked when it is built, not while it runs. */
export type RulesInForce = (rule: SwitchableRule) => boolean;

/** The rules of a scenario's machine: all but those it is to be built without. */
export function rulesInForce({ without = [] }: Scenario): RulesInForce {
  const off = new Set(without);
  return (rule) => !off.has(rule);
}

/** The scenario as a machine without some rules takes it: what it has no rule for, its PEs do not do. */
export const withRulesInForce = (scenario: Scenario): Scenario =>
  (scenario.without ?? []).length === 0
    ? scenario
    : { ...scenario, pes: scenario.pes.map((pe) => configured(pe, rulesInForce(scenario))) };

function configured(pe: PeConfiguration, has: RulesInForce): PeConfiguration {
  const ha = has("hardware-access-flag") && (pe.ha === true || pe.hd === true);
  const hd = ha && pe.hd === true && has("hardware-dirty-state");
  return { ...pe, ha, hd, ...(has("el0-permission") ? {} : { el: "el1" }) };
}

/** What a TLB may keep (`isCacheable`), in a machine that may lack the rules for it. */
export function cacheableUnder(has: RulesInForce): (word: bigint) => boolean {
  const [invalid, unaccessed] = [!has("invalid-is-not-cached"), !has("access-flag-clear-is-not-cached")];
  if (!invalid && !unaccessed) return isCacheable;
  return (word) => isCacheable(word) || (isValid(word) ? unaccessed : invalid);
}

/** Whether exception entry and return synchronise context: SCTLR_ELx.EIS and EOS. */
export const synchronisation = (
  { features }: Scenario,
  has: RulesInForce,
): { readonly entry: boolean; readonly exit: boolean } => ({
  entry: features.entryExitCse && has("entry-synchronises"),
  exit: features.entryExitCse && has("eret-synchronises"),
});
