import type { Verdict } from "../checker/result.ts";
import { includes, sameSetting, variantOf, variantSetting, withChanges } from "./setting.ts";
import type { Expected, Setting, Spec } from "./spec.ts";

/** A cell of the expected matrix, sorted by what is to be done with it. */
export type Cell =
  | { readonly kind: "judged"; readonly expected: Extract<Expected, { readonly verdict: Verdict }> }
  | { readonly kind: "not-applicable"; readonly reason: string }
  | { readonly kind: "pending"; readonly reason: string; readonly until: string };

/** The cell of a variant and a property. */
export function cellOf(spec: Spec, variant: string, property: string): Cell {
  const expected = spec.expected[variant]?.[property];
  // A deadlock check is the model's own choice (`Model.deadlock`); unless the spec lists it, dead ends are errors.
  if (expected === undefined) return { kind: "judged", expected: { verdict: "PROVED" } };
  if (typeof expected === "string") return { kind: "judged", expected: { verdict: expected } };
  if ("notApplicable" in expected) return { kind: "not-applicable", reason: expected.notApplicable };
  if ("pending" in expected) return { kind: "pending", reason: expected.pending, until: expected.until };
  return { kind: "judged", expected };
}

const settingsBySpec = new WeakMap<Spec, Map<string, readonly Setting[]>>();

/** The settings in which the suite runs a variant: its own, then each one that a cell of it mentions. */
export function settingsOf(spec: Spec, variant: string): readonly Setting[] {
  const ofSpec = settingsBySpec.get(spec) ?? new Map<string, readonly Setting[]>();
  settingsBySpec.set(spec, ofSpec);
  // Every row of a table asks.
  const settings = ofSpec.get(variant) ?? settingsIn(spec, variant);
  ofSpec.set(variant, settings);
  return settings;
}

function settingsIn(spec: Spec, variant: string): readonly Setting[] {
  variantOf(spec, variant);
  const own = variantSetting(spec, variant);
  const settings = [own];
  for (const property of Object.keys(spec.properties)) {
    const cell = cellOf(spec, variant, property);
    if (cell.kind !== "judged") continue;
    for (const { setting } of cell.expected.when ?? []) {
      const full = withChanges(own, setting);
      if (!settings.some((known) => sameSetting(known, full))) settings.push(full);
    }
  }
  return settings;
}

/** What the matrix says about a property under a setting. */
export interface Expectation {
  readonly verdict: Verdict;
  readonly because: string | null;
}

/**
 * The expected verdict under a setting, or null where the matrix makes no statement: the property is not run, or the
 * setting is none of those that the suite checks. A setting that a cell does not mention leaves its verdict as it is.
 */
export function expectedVerdict(
  spec: Spec,
  variant: string,
  property: string,
  setting: Setting,
): Expectation | null {
  const cell = cellOf(spec, variant, property);
  if (cell.kind !== "judged") return null;
  if (!settingsOf(spec, variant).some((known) => sameSetting(known, setting))) return null;
  const matching = (cell.expected.when ?? []).filter((entry) => includes(setting, entry.setting));
  const mostSpecific = matching.toSorted((a, b) => size(b.setting) - size(a.setting))[0];
  const { verdict, because } = mostSpecific ?? cell.expected;
  return { verdict, because: because ?? null };
}

function size(setting: Partial<Setting>): number {
  return Object.keys(setting).length;
}
