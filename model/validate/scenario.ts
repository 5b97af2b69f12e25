import type { Scenario } from "../scenario.ts";
import { checkConsistency } from "./consistency.ts";
import { checkShape } from "./shape.ts";

/**
 * Checks a scenario before anything is made of it: specs are not type-checked when they run, so that it may be anything.
 *
 * @throws Diagnostic (kind "program") for unknown fields, wrong values, and things that contradict each other
 */
export function validateScenario(scenario: Scenario): void {
  checkShape(scenario);
  checkConsistency(scenario);
}
