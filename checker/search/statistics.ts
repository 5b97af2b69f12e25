import { isFolded } from "../engine/instances.ts";
import type { EagerMode, Exploration } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import type { FieldStatistics, RuleStatistics, Statistics } from "../result.ts";
import type { Searched } from "./breadth-first.ts";

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
  const rules = model.rules.map(({ name, instances }, index): RuleStatistics => {
    return { rule: name, instances: instances.length, ...exploration.fired(index) };
  });
  return {
    states: exploration.size(),
    rulesFired: rulesFired(model, exploration, eager),
    depth: Math.max(0, searched.levels.length - 1),
    seconds,
    bytes: exploration.bytes(),
    levels: searched.levels,
    rules,
    fields: fields ? fieldsOf(model, exploration) : [],
  };
}

/** Distinct values per field, as the printer tells them apart. */
function fieldsOf<S>({ schema }: Model<S>, exploration: Exploration<S>): readonly FieldStatistics[] {
  const values = new Map<string, Set<string>>();
  for (let id = 0; id < exploration.size(); id++) {
    for (const line of schema.print(exploration.state(id)).split("\n")) {
      const [path = "", ...value] = line.split(" = ");
      const seen = values.get(path) ?? new Set<string>();
      values.set(path, seen.add(value.join(" = ")));
    }
  }
  return [...values].map(([path, seen]) => ({ path, distinct: seen.size }));
}
