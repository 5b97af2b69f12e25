import type { Exploration } from "../engine/engine.ts";
import type { Instances } from "../engine/instances.ts";

/** A path from an initial state, in numbers: firing i leads from states[i] to states[i + 1]. */
export interface Path {
  readonly states: readonly number[];
  readonly firings: readonly number[];
  /** For a lasso: the index of the first firing of the cycle. */
  readonly loop: number | null;
}

/** The path by which a state was first reached: a shortest one. */
export function pathTo<S>(exploration: Exploration<S>, instances: Instances, state: number): Path {
  const states = [state];
  const firings: number[] = [];
  for (let edge = exploration.predecessor(state); edge !== null; edge = exploration.predecessor(edge.state)) {
    states.push(edge.state);
    firings.push(instances.number(edge.rule, edge.instance));
  }
  return { states: states.toReversed(), firings: firings.toReversed(), loop: null };
}
