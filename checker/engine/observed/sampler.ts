import type { Model } from "../../model.ts";
import { at } from "../../schema/access.ts";
import { isAbandoned } from "../ask.ts";
import type { EagerMode } from "../engine.ts";
import { ruleName } from "../failure.ts";
import { PlainSemantics } from "../plain-semantics.ts";
import type { Representatives } from "../representatives.ts";
import { impure } from "./impure.ts";
import type { Successor } from "./successors.ts";

/** Besides one in so many, these are looked at: a search of a few thousand states has its sample, too. */
const early: readonly number[] = [1_000, 4_000, 16_000];

/**
 * Expands some states again by the reference semantics. A rule that depends on more than the state (a variable of its
 * own, randomness) was observed once and is wrong ever after: here it shows.
 */
export class Sampler<S> {
  private readonly model: Model<S>;
  private readonly eager: EagerMode;
  private readonly every: number;
  private readonly representatives: Representatives;
  private readonly slots: Int32Array;
  private readonly row: Int32Array;
  private semantics: PlainSemantics<S> | null = null;

  /** @param every one in so many states; 0 for none */
  constructor(model: Model<S>, eager: EagerMode, every: number, representatives: Representatives) {
    this.model = model;
    this.eager = eager;
    this.every = every;
    this.representatives = representatives;
    this.slots = new Int32Array(model.schema.layout.slots.length);
    this.row = new Int32Array(model.schema.layout.words);
  }

  /** The states to look at among `from` (included) to `to` (excluded). */
  chosen(from: number, to: number): readonly number[] {
    if (this.every === 0) return [];
    const states = early.filter((state) => state >= from && state < to);
    for (
      let state = Math.ceil(Math.max(from, 1) / this.every) * this.every;
      state < to;
      state += this.every
    ) {
      states.push(state);
    }
    return states;
  }

  /** Compares the successors of a state. @throws Diagnostic naming the rule that differs */
  compare(state: S, successors: readonly Successor[], place: string): void {
    this.semantics ??= new PlainSemantics(this.model, this.eager);
    const observed = new Map(successors.map(({ firing, row }) => [firing, row]));
    for (const firing of this.semantics.instances.ordinary) {
      const expected = this.successor(this.semantics, state, firing, place);
      const row = observed.get(firing) ?? null;
      const flaw = difference(expected, row);
      if (flaw !== null) throw impure(this.nameOf(firing), `is not what was observed: ${flaw} ${place}`);
    }
  }

  /** The row that an instance leads to, or null. */
  private successor(
    semantics: PlainSemantics<S>,
    state: S,
    firing: number,
    place: string,
  ): Int32Array | null {
    if (!semantics.enabled(state, firing, place)) return null;
    const step = semantics.step(state, firing, place);
    if (isAbandoned(this.model, step.state, place)) return null;
    const { schema } = this.model;
    schema.encode(step.state, this.slots);
    schema.layout.pack(this.slots, this.row, 0);
    return this.representatives.row(this.slots, this.row);
  }

  private nameOf(firing: number): string {
    const { ruleOf, indexOf } = new PlainSemantics(this.model, this.eager).instances;
    return ruleName(at(this.model.rules, ruleOf[firing]!), indexOf[firing]!);
  }
}

function difference(expected: Int32Array | null, observed: Int32Array | null): string | null {
  if (expected === null && observed === null) return null;
  if (expected === null) return "it does not fire";
  if (observed === null) return "it fires";
  return expected.every((word, index) => word === observed[index]) ? null : "it leads to another state";
}
