import type { Trace } from "../../checker/result.ts";
import type { Step } from "../../checker/rule.ts";
import type { ShownState } from "../../checker/shown-state.ts";

/** A trace as data: numbered steps with their lane, changes and state. */
export function traceJson(trace: Trace<ShownState> | null): unknown {
  if (trace === null) return null;
  return {
    initial: trace.initial.json,
    initialFolded: trace.initialFolded.map(stepJson),
    steps: trace.steps.map(({ step, kind, rule, parameters, folded, changes, state }, index) => ({
      number: index + 1,
      ...stepJson(step),
      kind,
      rule,
      parameters,
      folded: folded.map(stepJson),
      changes,
      state: state.json,
    })),
    loop: trace.loop,
  };
}

function stepJson({ lane, actor, text, source, note }: Step): Readonly<Record<string, string | null>> {
  return { lane, actor, text, source: source ?? null, note: note ?? null };
}
