import type { Statistics } from "../../checker/index.ts";

/** Firings that needed no call of a recipe, or null for an engine that calls them in every state. */
export function firingsFromTries(statistics: Statistics): number | null {
  return statistics.tries?.firings ?? null;
}
