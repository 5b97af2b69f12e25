import type { Statistics } from "../../checker/index.ts";

/** Firings that needed no call of a recipe, or null: the engines of today do not count them. */
export function firingsFromTries(_statistics: Statistics): number | null {
  return null;
}
