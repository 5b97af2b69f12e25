import type { Model } from "../../model.ts";
import type { BoundInstance } from "../bound-instance.ts";
import type { EagerMode } from "../engine.ts";
import { Stepper } from "../stepper.ts";
import type { PackedRow } from "./recipes.ts";

/** A successor: the instance that fired, and its packed row, to be read before the next one is asked for. */
export interface FlyweightStep {
  readonly firing: number;
  readonly row: Int32Array;
  readonly slots: Int32Array;
}

/**
 * Steps taken on accessors, without tries. It has a working row of its own: what happens between two steps of one
 * state (a miss of another trie, say) does not disturb it.
 */
export class FlyweightSteps<S> {
  private readonly model: Model<S>;
  private readonly make: () => Stepper<S>;
  private made: Stepper<S> | null = null;

  constructor(model: Model<S>, eager: EagerMode, place: () => string) {
    this.model = model;
    this.make = () => new Stepper(model, eager, place);
  }

  /** The state of a row. */
  show({ words, at }: PackedRow): S {
    const stepper = this.stepper();
    stepper.load(words, at);
    return stepper.root;
  }

  /** The successors of a state by some instances, eager rules folded, wrong guesses dropped. */
  *from({ words, at }: PackedRow, firings: readonly number[]): Generator<FlyweightStep> {
    const stepper = this.stepper();
    stepper.load(words, at);
    for (const instance of stepper.ordinary) {
      if (!firings.includes(instance.firing) || !stepper.enabled(instance)) continue;
      stepper.fire(instance);
      if (!stepper.abandoned()) yield { firing: instance.firing, row: stepper.row, slots: stepper.slots };
      stepper.undo();
    }
  }

  /** How many successors are kept, and how many are dropped as wrong guesses. */
  outcome({ words, at }: PackedRow): { readonly kept: number; readonly dropped: number } {
    const stepper = this.stepper();
    stepper.load(words, at);
    const outcome = { kept: 0, dropped: 0 };
    for (const instance of stepper.ordinary) {
      if (!stepper.enabled(instance)) continue;
      stepper.fire(instance);
      outcome[stepper.abandoned() ? "dropped" : "kept"]++;
      stepper.undo();
    }
    return outcome;
  }

  /** What some instances lead to before eager rules fire. */
  *alone({ words, at }: PackedRow, instances: readonly BoundInstance[]): Generator<FlyweightStep> {
    const stepper = this.stepper();
    stepper.load(words, at);
    const wanted = new Set(instances.map(({ firing }) => firing));
    for (const instance of stepper.ordinary) {
      if (!wanted.has(instance.firing) || !stepper.enabled(instance)) continue;
      stepper.fireAlone(instance);
      this.model.schema.layout.pack(stepper.slots, stepper.row, 0);
      yield { firing: instance.firing, row: stepper.row, slots: stepper.slots };
      stepper.undo();
    }
  }

  /** See `Stepper.explain`. */
  explain(thrown: unknown): unknown {
    return this.made === null ? thrown : this.made.explain(thrown);
  }

  private stepper(): Stepper<S> {
    this.made ??= this.make();
    return this.made;
  }
}
