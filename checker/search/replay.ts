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

/** A step that was replayed, and what was replayed after it, by firing. */
interface Replayed<S> {
  readonly step: PlainStep<S>;
  /** The stored state that it was found equal to. */
  readonly stored: number;
  readonly onward: Map<number, Replayed<S>>;
}

/**
 * Walks paths again on plain states, independently of the engine that found them. Every guard must hold and every state
 * must be the one the engine stored: a trace that does not replay is never shown. What paths have in common at their
 * beginning is replayed once.
 */
export class Replayer<S> {
  private readonly model: Model<S>;
  private readonly semantics: PlainSemantics<S>;
  private readonly exploration: Pick<Exploration<S>, "state">;
  private readonly starts = new Map<number, Replayed<S>>();

  constructor(model: Model<S>, semantics: PlainSemantics<S>, exploration: Pick<Exploration<S>, "state">) {
    this.model = model;
    this.semantics = semantics;
    this.exploration = exploration;
  }

  replay(path: Path): Replay<S> {
    const start = this.start(at(path.states, 0));
    const steps: PlainStep<S>[] = [];
    let replayed = start;
    for (let index = 0; index < path.firings.length; index++) {
      replayed = this.onward(replayed, path, index);
      steps.push(replayed.step);
    }
    return { initial: start.step, steps, path };
  }

  private start(stored: number): Replayed<S> {
    const known = this.starts.get(stored);
    if (known !== undefined) return known;
    const step = this.initialStep(this.exploration.state(stored));
    const start = { step, stored, onward: new Map<number, Replayed<S>>() };
    this.starts.set(stored, start);
    return start;
  }

  private initialStep(stored: S): PlainStep<S> {
    for (const index of this.model.initial.keys()) {
      const step = this.semantics.initial(index);
      if (this.model.schema.same(step.state, stored)) return step;
    }
    throw new InternalFault("step 0: the trace starts in a state that is not initial when replayed");
  }

  /** The state after firing `index` of a path, from the one before it. */
  private onward(from: Replayed<S>, path: Path, index: number): Replayed<S> {
    const firing = at(path.firings, index);
    const stored = at(path.states, index + 1);
    const known = from.onward.get(firing);
    if (known?.stored === stored) return known;
    const { state } = from.step;
    if (!this.semantics.enabled(state, firing, whileReplaying)) {
      throw this.fault(path, index, "its guard does not hold when replayed");
    }
    const step = this.semantics.step(state, firing, whileReplaying);
    if (!this.model.schema.same(step.state, this.exploration.state(stored))) {
      throw this.fault(path, index, "it leads to another state when replayed");
    }
    const replayed = { step, stored, onward: new Map<number, Replayed<S>>() };
    from.onward.set(firing, replayed);
    return replayed;
  }

  private fault({ firings }: Path, index: number, what: string): InternalFault {
    const { instances } = this.semantics;
    const firing = at(firings, index);
    const name = ruleName(at(this.model.rules, instances.ruleOf[firing]!), instances.indexOf[firing]!);
    return new InternalFault(
      `step ${index + 1} of ${firings.length}, ${name}: ${what}; ` +
        "either the engine is wrong, or a rule depends on more than the state and its parameters",
    );
  }
}

/** Replays one path. */
export function replay<S>(
  model: Model<S>,
  semantics: PlainSemantics<S>,
  exploration: Pick<Exploration<S>, "state">,
  path: Path,
): Replay<S> {
  return new Replayer(model, semantics, exploration).replay(path);
}

/** The states of a replay, the initial one first. */
export function statesOf<S>({ initial, steps }: Replay<S>): readonly S[] {
  return [initial.state, ...steps.map(({ state }) => state)];
}

export function lastState<S>({ initial, steps }: Replay<S>): S {
  return (steps.at(-1) ?? initial).state;
}
