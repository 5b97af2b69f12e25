import { createHash } from "node:crypto";
import { freeze } from "immer";
import { isAbandoned, rawAnswer } from "../engine/ask.ts";
import type { EagerMode, Exploration } from "../engine/engine.ts";
import { PlainSemantics } from "../engine/plain-semantics.ts";
import type { Model } from "../model.ts";
import { at } from "../schema/access.ts";

/** What a model did in some of its states: another model does something else in one of them. */
export interface Sample {
  readonly states: readonly number[];
  /** Of the steps out of them, of what every property says about them, and of what else the model is asked. */
  readonly digest: string;
}

const place = "while a checkpoint is compared with the model";

/**
 * Functions that look the same may rest on data that is not: a program, a table, a limit. Mixing the states of two
 * models would give a verdict about neither. So checkpoints tell what the model did in some states, and a resumed
 * search asks again. Plain semantics answer, whichever engine explores.
 */
export class Behaviour<S> {
  private readonly model: Model<S>;
  private readonly eager: EagerMode;
  private made: PlainSemantics<S> | null = null;

  constructor(model: Model<S>, eager: EagerMode) {
    this.model = model;
    this.eager = eager;
  }

  sample(exploration: Exploration<S>, states: readonly number[]): Sample {
    const hash = createHash("sha256");
    const told = states.filter((id) => {
      const text = this.textOf(freeze(exploration.state(id), true));
      if (text !== null) hash.update(text);
      return text !== null;
    });
    return { states: told, digest: hash.digest("hex") };
  }

  /** What the model answers about a state; null where its code throws, which the search may never come to see. */
  private textOf(state: S): string | null {
    const { model } = this;
    const semantics = this.semantics();
    try {
      const steps = Array.from(semantics.instances.ordinary, (firing) => this.step(state, firing));
      const answers = model.properties.map((property) => rawAnswer(property, state));
      const rest = [model.cut?.(state), model.end?.(state)];
      return JSON.stringify([model.schema.key(state), steps, answers, rest]);
    } catch {
      return null;
    }
  }

  private step(state: S, firing: number): unknown {
    const { model } = this;
    const semantics = this.semantics();
    if (!semantics.enabled(state, firing, place)) return null;
    const { state: next, folded } = semantics.step(state, firing, place);
    const rule = at(model.rules, semantics.instances.ruleOf[firing]!);
    const label = rule.label(state, ...at(rule.instances, semantics.instances.indexOf[firing]!));
    return [model.schema.key(next), folded.length, isAbandoned(model, next, place), label];
  }

  /** Made when a checkpoint is written or read, which most checks never do. */
  private semantics(): PlainSemantics<S> {
    this.made ??= new PlainSemantics(this.model, this.eager);
    return this.made;
  }
}

/** States that tell much about those from `from` to `to`: so many, evenly among them. */
export function spread(from: number, to: number, most: number): readonly number[] {
  const count = Math.min(most, to - from);
  return Array.from({ length: count }, (_, index) => from + Math.floor((index * (to - from)) / count));
}
