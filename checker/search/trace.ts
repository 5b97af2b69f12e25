import { isStep, notStep } from "../engine/answers.ts";
import { modelName, ruleName, threw, type ModelCall } from "../engine/failure.ts";
import { checkImplied } from "./implied-steps.ts";
import type { PlainSemantics } from "../engine/plain-semantics.ts";
import type { ImpliedStep, Model, NarrativeState } from "../model.ts";
import type { Witness } from "../property.ts";
import type { Trace, TraceStep } from "../result.ts";
import type { Rule, Step } from "../rule.ts";
import { at } from "../schema/access.ts";
import { statesOf, whileReplaying, type Replay } from "./replay.ts";

/** Puts a replayed path into words: labels, changes, and what the model adds for the reader. */
export function toTrace<S>(
  model: Model<S>,
  semantics: PlainSemantics<S>,
  replayed: Replay<S>,
  witness: Witness | null,
): Trace<S> {
  return new TraceWriter(model, semantics, replayed).write(witness);
}

class TraceWriter<S> {
  private readonly model: Model<S>;
  private readonly semantics: PlainSemantics<S>;
  private readonly replayed: Replay<S>;
  /** The states of the path, the initial one first. */
  private readonly states: readonly S[];

  constructor(model: Model<S>, semantics: PlainSemantics<S>, replayed: Replay<S>) {
    this.model = model;
    this.semantics = semantics;
    this.replayed = replayed;
    this.states = statesOf(replayed);
  }

  write(witness: Witness | null): Trace<S> {
    const { initial, path } = this.replayed;
    const implied = this.narrate(witness);
    const steps: TraceStep<S>[] = implied
      .filter(({ after }) => after === 0)
      .map((step) => this.implied(step));
    let loop: number | null = null;
    path.firings.forEach((firing, index) => {
      if (index === path.loop) loop = steps.length;
      steps.push(this.transition(index, firing));
      for (const step of implied) if (step.after === index + 1) steps.push(this.implied(step));
    });
    return { initial: initial.state, initialFolded: this.folded(initial.folded), steps, loop };
  }

  private transition(index: number, firing: number): TraceStep<S> {
    const before = at(this.states, index);
    const { state, folded } = at(this.replayed.steps, index);
    const { rule, parameters } = this.lookup(firing);
    return {
      step: this.label(firing, before),
      kind: "rule",
      rule: rule.name,
      parameters,
      folded: this.folded(folded),
      changes: this.model.schema.diff(before, state),
      state,
    };
  }

  private implied({ after, step }: ImpliedStep): TraceStep<S> {
    const state = at(this.states, after);
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

  private narrate(witness: Witness | null): readonly ImpliedStep[] {
    if (this.model.narrate === undefined) return [];
    const who = modelName(this.model);
    const call: ModelCall = { kind: "spec", who, member: "narrate", place: whileReplaying };
    let implied: unknown;
    try {
      implied = this.model.narrate(this.narrative(), witness);
    } catch (thrown) {
      throw threw(call, thrown);
    }
    return checkImplied(call, implied, this.states.length - 1);
  }

  private narrative(): readonly NarrativeState<S>[] {
    const { firings } = this.replayed.path;
    return this.states.map((state, index) => {
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
