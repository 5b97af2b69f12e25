import type { Instances } from "../engine/instances.ts";
import type { Model } from "../model.ts";
import { at } from "../schema/access.ts";
import type { Exhaustive } from "./exhaustive.ts";
import type { Permutation } from "./permutation.ts";
import type { Probe } from "./probe.ts";

/** More pairs than this are not gone through. */
const pairLimit = 2000;

/**
 * Tries to prove that it makes no difference which of the enabled eager rules fires first: in every state that the
 * domains allow, any two of them lead to the same state in either order, one step each, or by either alone. Then every
 * order comes to rest in the same state (Newman's lemma: an endless one is reported by the engines), and the images of
 * a state come to rest in the images of where it does.
 */
export function eagerRulesCommute<S>(
  model: Model<S>,
  instances: Instances,
  identity: Permutation,
  exhaustive: Exhaustive<S>,
): boolean {
  const eager = [...instances.eager];
  if ((eager.length * (eager.length - 1)) / 2 > pairLimit) return false;
  return eager.every((one, index) =>
    eager.slice(index + 1).every((other) => {
      const first = inOrder(model, instances, one, other, false);
      return exhaustive.holds(first, identity, inOrder(model, instances, other, one, true));
    }),
  );
}

/** Fires one instance and then the other, if it still is enabled, in states where both are. */
function inOrder<S>(
  { rules }: Model<S>,
  instances: Instances,
  one: number,
  other: number,
  otherFirst: boolean,
): Probe<S> {
  const first = bound(one);
  const second = bound(other);
  return (state) => {
    const asked = otherFirst ? [second, first] : [first, second];
    if (!asked.every(({ when }) => when(state))) return false;
    first.then(state);
    if (!second.when(state)) return "alone";
    second.then(state);
    return true;
  };

  function bound(firing: number) {
    const rule = at(rules, instances.ruleOf[firing]!);
    const parameters = at(rule.instances, instances.indexOf[firing]!);
    return {
      when: (state: S) => rule.when(state, ...parameters),
      then: (state: S) => rule.then(state, ...parameters),
    };
  }
}
