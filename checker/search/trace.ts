import { isStep, notStep } from "../engine/answers.ts";
import { modelName, ruleName, threw, type ModelCall } from "../engine/failure.ts";
import { checkImplied } from "./implied-steps.ts";
import type { PlainSemantics, PlainStep } from "../engine/plain-semantics.ts";
import type { ImpliedStep, Model, NarrativeState } from "../model.ts";
import type { Witness } from "../property.ts";
import type { Trace, TraceStep } from "../result.ts";
import type { Rule, Step } from "../rule.ts";
import { at } from "../schema/access.ts";
import type { Path } from "./path.ts";
import { statesOf, whileReplaying, type Replay } from "./replay.ts";

/** Puts a replayed path into words: labels, changes, and what the model adds for the reader. */
export function toTrace<S>(
  model: Model<S>,
  semantics: PlainSemantics<S>,
  replayed: Replay<S>,
  witness: Witness | null,
): Trace<S> {
  return new TraceWriter(model, semantics).write(replayed, witness);
}

/** Puts replayed paths into words; a step that they have in common, once. */
export class TraceWriter<S> {
  private readonly model: Model<S>;
  private readonly semantics: PlainSemantics<S>;
  /** By what the step came to, of which every replay of the step has the same one. */
  private readonly transitions = new WeakMap<PlainStep<S>, TraceStep<S>>();

  constructor(model: Model<S>, semantics: PlainSemantics<S>) {
    this.model = model;
    this.semantics = semantics;
  }

  write(replayed: Replay<S>, witness: Witness | null): Trace<S> {
    const { initial, path } = replayed;
    // The states of the path, the initial one first.
    const states = statesOf(replayed);
    const implied = this.narrate(states, path, witness);
    const impliedAfter = (position: number): readonly TraceStep<S>[] =>
      implied.filter(({ after }) => after === position).map((step) => this.implied(step, states));
    const steps = [...impliedAfter(0)];
    let loop: number | null = null;
    path.firings.forEach((firing, index) => {
      if (index === path.loop) loop = steps.length;
      const step = at(replayed.steps, index);
      steps.push(this.transition(at(states, index), firing, step), ...impliedAfter(index + 1));
    });
    return {
      initial: initial.state,
      initialFolded: this.folded(initial.folded),
      steps,
      loop,
    };
  }

  private transition(before: S, firing: number, step: PlainStep<S>): TraceStep<S> {
    const known = this.transitions.get(step);
    if (known !== undefined) return known;
    const { state, folded } = step;
    const { rule, parameters } = this.lookup(firing);
    const transition: TraceStep<S> = {
      step: this.label(firing, before),
      kind: "rule",
      rule: rule.name,
      parameters,
      folded: this.folded(folded),
      changes: this.model.schema.diff(before, state),
      state,
    };
    this.transitions.set(step, transition);
    return transition;
  }

  private implied({ after, step }: ImpliedStep, states: readonly S[]): TraceStep<S> {
    const state = at(states, after);
    return { step, kind: "implied", rule: null, parameters: [], folded: [], changes: [], state };
  }

  private folded(firings: Replay<S>["initial"]["folded"]): readonly Step[] {
    return firings.map(({ firing, before }) => this.label(firing, before));
  }

  private label(firing: number, before: S): Step {
    const { rule, parameters, instance } = this.lookup(firing);
    const who = ruleName(rule, instance);
    const call: ModelCall = { kind: "rule", who, member: "label", place: whileReplaying };
    let step: unknown;
    try {
      step = rule.label(before, ...parameters);
    } catch (thrown) {
      throw threw(call, thrown);
    }
    if (isStep(step)) return step;
    throw notStep(call, step);
  }

  private narrate(states: readonly S[], path: Path, witness: Witness | null): readonly ImpliedStep[] {
    if (this.model.narrate === undefined) return [];
    const who = modelName(this.model);
    const call: ModelCall = { kind: "spec", who, member: "narrate", place: whileReplaying };
    let implied: unknown;
    try {
      implied = this.model.narrate(this.narrative(states, path), witness);
    } catch (thrown) {
      throw threw(call, thrown);
    }
    return checkImplied(call, implied, states.length - 1);
  }

  private narrative(states: readonly S[], { firings }: Path): readonly NarrativeState<S>[] {
    return states.map((state, index) => {
      if (index === 0) return { state, rule: null, parameters: [] };
      const { rule, parameters } = this.lookup(at(firings, index - 1));
      return { state, rule: rule.name, parameters };
    });
  }

  private lookup(firing: number): { rule: Rule<S>; parameters: readonly number[]; instance: number } {
    const { instances } = this.semantics;
    const instance = instances.indexOf[firing]!;
    const rule = at(this.model.rules, instances.ruleOf[firing]!);
    return { rule, parameters: at(rule.instances, instance), instance };
  }
}
