import type { Model } from "../model.ts";
import type { RuleStatistics, Statistics } from "../result.ts";
import { countFields, notCounted } from "../search/field-statistics.ts";
import { peakBytes, thorough } from "../search/statistics.ts";
import type { Walker } from "./walker.ts";

/** What the walks came by, in the terms of a search. */
export function simulatedStatistics<S>(
  model: Model<S>,
  walker: Walker<S>,
  seconds: number,
  fields: boolean,
): Statistics {
  const { ground } = walker;
  const rules = model.rules.map(({ name, instances }, index): RuleStatistics => {
    return { rule: name, instances: instances.length, ...walker.tally.of(index), example: null };
  });
  return {
    states: ground.size(),
    rulesFired: walker.steps,
    depth: walker.longest,
    seconds,
    bytes: ground.bytes(),
    peakBytes: peakBytes(),
    tries: null,
    levels: [],
    frontier: 0,
    rules,
    ...(fields ? countFields(model, ground, thorough) : notCounted),
  };
}
