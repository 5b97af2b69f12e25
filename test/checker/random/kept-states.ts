import { produce } from "immer";
import type { Model } from "../../../checker/model.ts";
import type { Rule } from "../../../checker/rule.ts";

/** More eager firings than any of these systems takes to come to rest. */
const restless = 1_000;

/**
 * The states that a search with folded eager rules keeps, by the shortest program that could list them: nothing here is
 * shared with the checker.
 */
export function keptStates<S>(model: Model<S>): readonly S[] {
  const eager = model.rules.filter((rule) => rule.eager === true);
  const ordinary = model.rules.filter((rule) => rule.eager !== true);
  const settled = (start: S): S => {
    let state = start;
    for (let fired = 0; fired < restless; fired++) {
      const [next] = successors(eager, state);
      if (next === undefined) return state;
      state = next;
    }
    throw new Error("the eager rules of a system come to no rest");
  };
  const states = new Map<string, S>();
  const visit = (start: S): void => {
    const state = settled(start);
    if (model.abandoned?.(state) !== true) states.set(JSON.stringify(state), state);
  };
  model.initial.forEach(visit);
  // A map hands out what is added to it while it is gone through.
  for (const state of states.values()) successors(ordinary, state).forEach(visit);
  return [...states.values()];
}

function successors<S>(rules: readonly Rule<S>[], state: S): readonly S[] {
  return rules.flatMap(({ instances, when, then: recipe }) =>
    instances
      .filter((parameters) => when(state, ...parameters))
      .map((parameters) => produce(state, (draft: S) => recipe(draft, ...parameters))),
  );
}
