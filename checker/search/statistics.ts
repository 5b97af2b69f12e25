import { isFolded } from "../engine/instances.ts";
import type { EagerMode, Exploration } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import type { RuleStatistics, Statistics } from "../result.ts";
import type { Searched } from "./breadth-first.ts";
import { countFields, notCounted } from "./field-statistics.ts";
import { ruleExamples } from "./rule-examples.ts";

/** Firings that were steps of their own: those of folded eager rules are part of another's. */
export function rulesFired<S>(model: Model<S>, exploration: Exploration<S>, eager: EagerMode): number {
  return model.rules.reduce(
    (sum, rule, index) => (isFolded(rule, eager) ? sum : sum + exploration.fired(index).fired),
    0,
  );
}

export function statisticsOf<S>(
  model: Model<S>,
  exploration: Exploration<S>,
  eager: EagerMode,
  searched: Searched,
  { seconds, fields }: { readonly seconds: number; readonly fields: boolean },
): Statistics {
  const sample = fieldSample(searched, fields);
  const examples = sample === 0 ? [] : ruleExamples(model, exploration);
  const rules = model.rules.map(({ name, instances }, index): RuleStatistics => {
    const example = examples[index] ?? null;
    return { rule: name, instances: instances.length, ...exploration.fired(index), example };
  });
  return {
    states: exploration.size(),
    rulesFired: rulesFired(model, exploration, eager),
    depth: Math.max(0, searched.levels.length - 1),
    seconds,
    bytes: exploration.bytes(),
    peakBytes: peakBytes(),
    levels: searched.levels,
    frontier: exploration.size() - searched.expanded,
    rules,
    tries: exploration.tries(),
    ...(sample === 0 ? notCounted : countFields(model, exploration, sample)),
  };
}

/** States to look at when the values of fields were asked for, and when only a bound makes them interesting. */
export const thorough = 20_000;
const brief = 2000;

function fieldSample({ hit }: Searched, asked: boolean): number {
  if (asked) return thorough;
  return hit === null ? 0 : brief;
}

/** Asking the system takes longer than some checks, so that one within so many milliseconds takes the answer before. */
const peakMilliseconds = 20;
let peak = { bytes: 0, until: -Infinity };

export function peakBytes(): number {
  const now = performance.now();
  // Node gives kilobytes, whatever the system.
  if (now >= peak.until)
    peak = { bytes: process.resourceUsage().maxRSS * 1024, until: now + peakMilliseconds };
  return peak.bytes;
}
