import { produce } from "immer";
import { at } from "../schema/access.ts";
import type { Model } from "../model.ts";
import type { Rule } from "../rule.ts";
import type { EagerMode } from "./engine.ts";
import { notBoolean, returnedBy, returnsValue } from "./answers.ts";
import { badInitial, restless, ruleName, threw, type ModelCall } from "./failure.ts";
import { Instances } from "./instances.ts";

/** More eager firings than this in one step is a loop, not a long step. */
export const maxEagerFirings = 10_000;

/** An eager firing within a step: the instance by number, and the state it fired in. */
export interface FoldedFiring<S> {
  readonly firing: number;
  readonly before: S;
}

/** The state after a step, its eager firings included. */
export interface PlainStep<S> {
  readonly state: S;
  readonly folded: readonly FoldedFiring<S>[];
}

/**
 * What rules mean: recipes run by immer on plain, frozen states. The reference engine and the replay of traces both
 * rest on it; every other engine is checked against it.
 */
export class PlainSemantics<S> {
  readonly instances: Instances;
  private readonly model: Model<S>;
  private readonly scratch: Int32Array;

  constructor(model: Model<S>, eager: EagerMode) {
    this.model = model;
    this.instances = new Instances(model.rules, eager);
    this.scratch = new Int32Array(model.schema.layout.slots.length);
  }

  /** Initial state number `index`, at rest. */
  initial(index: number): PlainStep<S> {
    const place = `in initial state ${index}`;
    const initial = produce(at(this.model.initial, index), () => {});
    try {
      this.model.schema.encode(initial, this.scratch);
    } catch (thrown) {
      throw badInitial(this.model.name, index, thrown);
    }
    return this.settle(initial, place);
  }

  enabled(state: S, firing: number, place: string): boolean {
    const { rule, parameters } = this.lookup(firing);
    let enabled: unknown;
    try {
      enabled = rule.when(state, ...parameters);
    } catch (thrown) {
      throw threw(this.call(firing, "when", place), thrown);
    }
    if (typeof enabled === "boolean") return enabled;
    throw notBoolean(this.call(firing, "when", place), enabled);
  }

  /** The step that an enabled instance takes, with the eager firings it brings about. */
  step(state: S, firing: number, place: string): PlainStep<S> {
    return this.settle(this.fire(state, firing, place), place);
  }

  private settle(start: S, place: string): PlainStep<S> {
    const folded: FoldedFiring<S>[] = [];
    let state = start;
    for (;;) {
      const firing = this.instances.eager.find((eager) => this.enabled(state, eager, place));
      if (firing === undefined) return { state, folded };
      if (folded.length === maxEagerFirings) throw restless(this.nameOf(firing), folded.length, place);
      folded.push({ firing, before: state });
      state = this.fire(state, firing, place);
    }
  }

  private fire(state: S, firing: number, place: string): S {
    const { rule, parameters } = this.lookup(firing);
    let returned: string | null = null;
    let next: S;
    try {
      next = produce(state, (draft: S) => {
        // Looked at while the draft lives: a part of it that was returned cannot be touched later.
        returned = returnedBy(rule.then(draft, ...parameters));
      });
      // immer knows no domains: this is what notices a value outside its own.
      this.model.schema.checkChanged(state, next);
    } catch (thrown) {
      throw threw(this.call(firing, "then", place), thrown);
    }
    if (returned !== null) throw returnsValue(this.call(firing, "then", place), returned);
    return next;
  }

  private lookup(firing: number): { readonly rule: Rule<S>; readonly parameters: readonly number[] } {
    const rule = at(this.model.rules, this.instances.ruleOf[firing]!);
    return { rule, parameters: at(rule.instances, this.instances.indexOf[firing]!) };
  }

  private nameOf(firing: number): string {
    return ruleName(this.lookup(firing).rule, this.instances.indexOf[firing]!);
  }

  private call(firing: number, member: string, place: string): ModelCall {
    return { kind: "rule", who: this.nameOf(firing), member, place };
  }
}
