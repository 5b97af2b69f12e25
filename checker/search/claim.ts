import { isAbandoned, witnessIn } from "../engine/ask.ts";
import type { PlainSemantics } from "../engine/plain-semantics.ts";
import { InternalFault } from "../internal-fault.ts";
import type { Model } from "../model.ts";
import type { Eventually, Property, Witness } from "../property.ts";
import { at } from "../schema/access.ts";
import { FairInstances } from "./liveness/fair-instances.ts";
import { lastState, statesOf, whileReplaying, type Replay } from "./replay.ts";

/** What the end of a trace is shown for. */
export type Claim<S> =
  /** The last state breaks the `always` or reaches the `sometimes`. */
  | { readonly kind: "decides"; readonly property: Property<S> }
  /** No state of the path has the `eventually`, and the path is all there is: it ends, or goes round fairly. */
  | { readonly kind: "never"; readonly property: Eventually<S> }
  /** Nothing leads on from the last state. */
  | { readonly kind: "deadlock" };

/** Checks the claim on the replayed states, and returns its witness. */
export function checkClaim<S>(
  claim: Claim<S>,
  model: Model<S>,
  semantics: PlainSemantics<S>,
  replayed: Replay<S>,
): Witness | null {
  const last = lastState(replayed);
  switch (claim.kind) {
    case "decides":
      return decidedBy(claim.property, last, replayed.steps.length);
    case "deadlock":
      if (!isStuck(model, semantics, last)) throw notSo(replayed, "something leads on from the deadlock");
      return null;
    case "never":
      checkNever(claim.property, model, semantics, replayed);
      return null;
  }
}

function decidedBy<S>(property: Property<S>, state: S, steps: number): Witness {
  const witness = witnessIn(property, state, whileReplaying);
  if (witness !== null) return witness;
  const done = property.kind === "always" ? "broken" : "reached";
  throw new InternalFault(`step ${steps}: property "${property.name}" is not ${done} when replayed`);
}

function checkNever<S>(
  property: Eventually<S>,
  model: Model<S>,
  semantics: PlainSemantics<S>,
  replayed: Replay<S>,
): void {
  const states = statesOf(replayed);
  if (states.some((state) => witnessIn(property, state, whileReplaying) !== null)) {
    throw notSo(replayed, `property "${property.name}" is reached on the way`);
  }
  const { loop, firings } = replayed.path;
  if (loop === null) {
    const ways = waysOn(model, semantics, lastState(replayed));
    if (ways.length > 0) throw notSo(replayed, "the path does not end");
    return;
  }
  if (!model.schema.same(at(states, loop), lastState(replayed))) {
    throw notSo(replayed, "the cycle does not close");
  }
  const enabled = states.slice(loop, -1).map((state) => new Set(waysOn(model, semantics, state)));
  const taken = new Set(firings.slice(loop));
  const fair = new FairInstances(model.rules, semantics.instances);
  for (let firing = 0; firing < semantics.instances.count; firing++) {
    if (fair.indexOf(firing) < 0 || taken.has(firing)) continue;
    if (enabled.every((firings) => firings.has(firing))) throw notSo(replayed, "the cycle is not fair");
  }
}

/** No way on, other than to stay. */
function isStuck<S>(model: Model<S>, semantics: PlainSemantics<S>, state: S): boolean {
  return waysOn(model, semantics, state).every((firing) =>
    model.schema.same(semantics.step(state, firing, whileReplaying).state, state),
  );
}

/** The instances that lead to a state that is not abandoned. */
function waysOn<S>(model: Model<S>, semantics: PlainSemantics<S>, state: S): readonly number[] {
  return [...semantics.instances.ordinary].filter((firing) => {
    if (!semantics.enabled(state, firing, whileReplaying)) return false;
    return !isAbandoned(model, semantics.step(state, firing, whileReplaying).state, whileReplaying);
  });
}

function notSo<S>({ steps }: Replay<S>, what: string): InternalFault {
  return new InternalFault(`step ${steps.length}, the last: ${what} when replayed`);
}
