import { isAbandoned } from "../engine/ask.ts";
import { DeadEnds, type Outcome } from "../engine/dead-ends.ts";
import type { PlainSemantics } from "../engine/plain-semantics.ts";
import type { End, Model } from "../model.ts";

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

/** What a plain state is from which nothing leads on to another. */
export function endOf<S>(model: Model<S>, state: S, outcome: Outcome, place: string): End {
  return new DeadEnds(model, "off", () => place).classify(state, 0, outcome);
}
