import type { CheckOptions } from "../check-options.ts";
import type { EngineOptions } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import { at } from "../schema/access.ts";

/**
 * Whether `first` rules go first. They do where only the states that are reached matter: what they leave out are orders
 * of steps. A path that stays away from an `eventually`, and a counterexample that differs from others in its last step,
 * may be in another order. Symmetry and partial order choose from all that is enabled themselves.
 */
export function goesFirst<S>(
  model: Model<S>,
  { keepGoing = 1 }: CheckOptions,
  { eager, symmetry, reducer }: Pick<EngineOptions, "eager" | "symmetry" | "reducer">,
  judged: readonly number[],
): boolean {
  if (eager === "off" || keepGoing > 1 || (symmetry ?? reducer ?? null) !== null) return false;
  return judged.every((index) => at(model.properties, index).kind !== "eventually");
}
