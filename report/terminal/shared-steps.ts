import type { Trace } from "../../checker/result.ts";
import type { ShownState } from "../../checker/shown-state.ts";
import type { JudgedProperty } from "../run-report.ts";

/** The first steps of a trace, where a reader has just seen them in another one. */
export interface SharedSteps {
  /** The property whose trace had them. */
  readonly property: string;
  readonly steps: number;
}

/** Fewer are as quickly read as a reference to them; and what is left must be short, or the reference is a detour. */
const worthwhile = 4;
const longestRest = 3;

/**
 * One mistake breaks several properties, by traces that differ in their last steps only: finds the trace, among those
 * already printed in full, that a trace begins with.
 */
export function sharedSteps(
  trace: Trace<ShownState>,
  printed: readonly JudgedProperty[],
): SharedSteps | null {
  // A lasso is bracketed as a whole.
  if (trace.loop !== null) return null;
  const candidates = printed.flatMap(({ result }, index): readonly SharedSteps[] => {
    if (result.trace === null || result.trace.loop !== null) return [];
    // A reference to a reference would send the reader on a chase.
    if (sharedSteps(result.trace, printed.slice(0, index)) !== null) return [];
    return [{ property: result.property, steps: commonSteps(trace, result.trace) }];
  });
  const best = candidates.toSorted((a, b) => b.steps - a.steps)[0];
  if (best === undefined || best.steps < worthwhile) return null;
  return trace.steps.length - best.steps > longestRest ? null : best;
}

function commonSteps(trace: Trace<ShownState>, other: Trace<ShownState>): number {
  const differs = trace.steps.findIndex((_, index) => shownAt(trace, index) !== shownAt(other, index));
  return differs < 0 ? trace.steps.length : differs;
}

/** What a reader sees of a step, and of the state it starts from. */
function shownAt({ steps, initial, initialFolded }: Trace<ShownState>, index: number): string | null {
  const step = steps[index];
  if (step === undefined) return null;
  const before = index === 0 ? [initial.text, initialFolded] : [];
  return JSON.stringify([step.step, step.folded, step.state.text, before]);
}
