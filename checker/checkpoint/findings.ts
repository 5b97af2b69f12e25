import type { Exploration, Findings } from "../engine/engine.ts";
import type { Model } from "../model.ts";

/** What an exploration has found so far, as data. */
export function findingsOf<S>({ rules, properties }: Model<S>, exploration: Exploration<S>): Findings {
  return {
    fired: rules.map((_, rule) => exploration.fired(rule)),
    found: properties.map((_, property) => exploration.found(property)),
    deadlocked: exploration.deadlocked(),
    cut: exploration.cut(),
  };
}
