import { ruleName } from "../engine/failure.ts";
import type { Exploration } from "../engine/engine.ts";
import type { PlainSemantics, PlainStep } from "../engine/plain-semantics.ts";
import { InternalFault } from "../internal-fault.ts";
import type { Model } from "../model.ts";
import { at } from "../schema/access.ts";
import type { Path } from "./path.ts";

/** A path as plain states: `steps[i]` is what firing i of the path came to. */
export interface Replay<S> {
  readonly initial: PlainStep<S>;
  readonly steps: readonly PlainStep<S>[];
  readonly path: Path;
}

/** What a model's functions are called for here, in messages. */
export const whileReplaying = "while a trace is replayed";

/**
 * Walks a path again on plain states, independently of the engine that found it. Every guard must hold and every state
 * must be the one the engine stored: a trace that does not replay is never shown.
 */
export function replay<S>(
  model: Model<S>,
  semantics: PlainSemantics<S>,
  exploration: Pick<Exploration<S>, "state">,
  path: Path,
): Replay<S> {
  const stored = (position: number) => model.schema.key(exploration.state(at(path.states, position)));
  const initial = initialStep(model, semantics, stored(0));
  const steps: PlainStep<S>[] = [];
  let { state } = initial;
  path.firings.forEach((firing, index) => {
    const fault = (what: string) =>
      new InternalFault(
        `step ${index + 1} of ${path.firings.length}, ${firingName(model, semantics, firing)}: ${what}; ` +
          "either the engine is wrong, or a rule depends on more than the state and its parameters",
      );
    if (!semantics.enabled(state, firing, whileReplaying))
      throw fault("its guard does not hold when replayed");
    const step = semantics.step(state, firing, whileReplaying);
    if (model.schema.key(step.state) !== stored(index + 1))
      throw fault("it leads to another state when replayed");
    steps.push(step);
    state = step.state;
  });
  return { initial, steps, path };
}

/** The states of a replay, the initial one first. */
export function statesOf<S>({ initial, steps }: Replay<S>): readonly S[] {
  return [initial.state, ...steps.map(({ state }) => state)];
}

export function lastState<S>({ initial, steps }: Replay<S>): S {
  return (steps.at(-1) ?? initial).state;
}

function initialStep<S>(model: Model<S>, semantics: PlainSemantics<S>, key: string): PlainStep<S> {
  for (const index of model.initial.keys()) {
    const step = semantics.initial(index);
    if (model.schema.key(step.state) === key) return step;
  }
  throw new InternalFault("step 0: the trace starts in a state that is not initial when replayed");
}

function firingName<S>(model: Model<S>, { instances }: PlainSemantics<S>, firing: number): string {
  return ruleName(at(model.rules, instances.ruleOf[firing]!), instances.indexOf[firing]!);
}
