import { isAbandoned } from "../engine/ask.ts";
import { DeadEnds, isStuck, type Outcome } from "../engine/dead-ends.ts";
import type { PlainSemantics } from "../engine/plain-semantics.ts";
import type { DeadlockMode, Model } from "../model.ts";

/** What leads on from a plain state, counted. */
export function outcomeOf<S>(
  model: Model<S>,
  semantics: PlainSemantics<S>,
  state: S,
  place: string,
): Outcome {
  const key = model.schema.key(state);
  const outcome: Outcome = { kept: 0, loops: 0, dropped: 0 };
  for (const firing of semantics.instances.ordinary) {
    if (!semantics.enabled(state, firing, place)) continue;
    const { state: next } = semantics.step(state, firing, place);
    if (isAbandoned(model, next, place)) {
      outcome.dropped++;
      continue;
    }
    outcome.kept++;
    if (model.schema.key(next) === key) outcome.loops++;
  }
  return outcome;
}

/** Whether a plain state is a dead end that is an error under the mode. */
export function isDeadlock<S>(
  model: Model<S>,
  mode: DeadlockMode,
  state: S,
  outcome: Outcome,
  place: string,
): boolean {
  if (!isStuck(outcome, mode)) return false;
  return new DeadEnds(model, mode, () => place).classify(state, 0, outcome) === "deadlock";
}
