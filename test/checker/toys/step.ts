import type { Step } from "../../../checker/rule.ts";

/** A label of a toy's rule. */
export function step(text: string): Step {
  return { lane: "toy", actor: "program", text };
}
