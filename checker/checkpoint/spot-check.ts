import type { Exploration } from "../engine/engine.ts";
import { otherModel } from "./refusal.ts";

/** States that are looked at; all of them, where there are no more. */
const looks = 256;

/**
 * Whether states of a checkpoint still follow from their parents. A rule whose text is unchanged may rest on data that
 * is not: a program, a table. Mixing the states of two models would give a verdict about neither.
 */
export function spotCheck<S>(file: string, exploration: Exploration<S>): void {
  const size = exploration.size();
  const stride = Math.max(1, Math.ceil(size / looks));
  for (let state = size - 1; state >= 0; state -= stride) {
    const parent = exploration.stored().parents(state, state + 1)[0] ?? -1;
    if (parent < 0 || exploration.successors(parent).some((edge) => edge.state === state)) continue;
    throw otherModel(
      file,
      `state ${state} does not follow from state ${parent} any more: a rule has changed`,
    );
  }
}
