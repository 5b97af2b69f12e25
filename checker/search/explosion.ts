import type { CheckResult, FieldStatistics, Statistics } from "../result.ts";
import type { Step } from "../rule.ts";
import { at } from "../schema/access.ts";

/** Why a state space is as large as it is: who makes the states, what they differ in, and what is still to come. */
export interface Explosion {
  /** Rules that led to new states, those with most first. */
  readonly rules: readonly RuleShare[];
  /** Fields that took more than one value, those with most first; empty where they were not counted. */
  readonly fields: readonly FieldStatistics[];
  /** States that the values of fields were counted over: a sample of them where it is fewer. */
  readonly fieldsOver: number;
  /** New states per level, those of the last levels. */
  readonly widths: readonly number[];
  /** New states per state of the level before, as the geometric mean of the last levels; null with too few of them. */
  readonly growth: number | null;
  readonly outlook: Outlook;
  readonly bytesPerState: number;
  /** States that the memory bound has room for, at this size; null without one. */
  readonly statesInMemory: number | null;
}

/** A rule, and the new states that it led to. */
export interface RuleShare {
  readonly rule: string;
  readonly ledToNew: number;
  /** Of all states but the initial ones. What an eager rule led to also counts for the rule that it was folded into. */
  readonly share: number;
  /** One of its steps: which CPU and instruction is meant. */
  readonly example: Step | null;
}

/** What is left to visit. All but "none" is an estimate: levels need not go on as they did. */
export type Outlook =
  | { readonly kind: "none" }
  /** Levels shrink: about so many states are still to be found. */
  | { readonly kind: "shrinking"; readonly states: number }
  /** Levels do not shrink: no end is in sight. */
  | { readonly kind: "endless" }
  /** Too few levels to tell. */
  | { readonly kind: "unknown" };

/** The levels whose growth is looked at: fewer would be noise, more would remember how it began. */
const lastLevels = 4;

/** Works out why a search is as large as it is, from what it counted. */
export function explosionOf({
  statistics,
  bounds,
  exhausted,
}: Pick<CheckResult<never>, "statistics" | "bounds" | "exhausted">): Explosion {
  const { states, bytes, fields, fieldsOver } = statistics;
  const complete = completeLevels(statistics);
  const growth = growthOf(complete);
  const bytesPerState = states === 0 ? 0 : bytes / states;
  return {
    rules: rulesOf(statistics),
    fields: fields.filter(({ distinct }) => distinct > 1).toSorted((a, b) => b.distinct - a.distinct),
    fieldsOver,
    widths: complete.slice(-lastLevels - 1),
    growth,
    outlook: exhausted ? { kind: "none" } : outlookOf(statistics, complete.length, growth),
    bytesPerState,
    statesInMemory:
      bounds.memory === null || bytesPerState === 0 ? null : Math.floor(bounds.memory / bytesPerState),
  };
}

function rulesOf({ rules, states, levels }: Statistics): readonly RuleShare[] {
  const found = states - (levels[0] ?? 0);
  return rules
    .filter(({ ledToNew }) => ledToNew > 0)
    .map(({ rule, ledToNew, example }) => ({
      rule,
      ledToNew,
      share: found === 0 ? 0 : ledToNew / found,
      example,
    }))
    .toSorted((a, b) => b.ledToNew - a.ledToNew);
}

/** The levels without the last one where the search stopped before it had all of its states. */
function completeLevels({ levels, frontier }: Statistics): readonly number[] {
  // A frontier wider than the last level reaches back into the one before: that one is not wholly expanded.
  return frontier > (levels.at(-1) ?? 0) ? levels.slice(0, -1) : levels;
}

function growthOf(complete: readonly number[]): number | null {
  const window = complete.slice(-lastLevels - 1);
  if (window.length < 2) return null;
  return (at(window, window.length - 1) / at(window, 0)) ** (1 / (window.length - 1));
}

/** What the frontier leads to if every level is the one before it times the growth: a geometric sum. */
function outlookOf({ levels, frontier }: Statistics, complete: number, growth: number | null): Outlook {
  if (frontier === 0) return { kind: "none" };
  if (growth === null) return { kind: "unknown" };
  if (growth >= 1) return { kind: "endless" };
  const begun = complete < levels.length ? at(levels, levels.length - 1) : 0;
  // The rest of the level under way still adds to the next one, which has begun.
  const rest = frontier - begun;
  const next = begun + rest * growth;
  const states = rest * growth + (next * growth) / (1 - growth);
  return { kind: "shrinking", states: Math.round(states) };
}
