import { isStep, notStep } from "../engine/answers.ts";
import type { Edge, Exploration } from "../engine/engine.ts";
import { ruleName, threw, type ModelCall } from "../engine/failure.ts";
import type { Model } from "../model.ts";
import type { Step } from "../rule.ts";
import { at } from "../schema/access.ts";

/** States looked at for a step of each rule: beyond that, only rules that led to next to nothing lack one. */
const most = 100_000;

/**
 * For each rule the first step by which it led to a new state: rules of a kind share a name, and only a step says which
 * CPU and which instruction is meant.
 */
export function ruleExamples<S>(model: Model<S>, exploration: Exploration<S>): readonly (Step | null)[] {
  const examples: (Step | null)[] = model.rules.map(() => null);
  let missing = model.rules.filter((_, rule) => exploration.fired(rule).ledToNew > 0).length;
  const size = exploration.size();
  const stride = Math.max(1, Math.ceil(size / most));
  for (let id = 0; id < size && missing > 0; id += stride) {
    const edge = exploration.predecessor(id);
    if (edge === null || examples[edge.rule] !== null) continue;
    examples[edge.rule] = stepOf(model, exploration, edge);
    missing--;
  }
  return examples;
}

function stepOf<S>(model: Model<S>, exploration: Exploration<S>, { state, rule, instance }: Edge): Step {
  const fired = at(model.rules, rule);
  const who = ruleName(fired, instance);
  const call: ModelCall = { kind: "rule", who, member: "label", place: `in state ${state}` };
  let step: unknown;
  try {
    step = fired.label(exploration.state(state), ...at(fired.instances, instance));
  } catch (thrown) {
    throw threw(call, thrown);
  }
  if (isStep(step)) return step;
  throw notStep(call, step);
}
