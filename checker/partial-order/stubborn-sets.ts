import type { Box } from "./box.ts";
import type { Cone, Enabled, Possible } from "./cone.ts";
import type { Footprints } from "./footprints.ts";
import type { Step } from "./step.ts";
import type { Steps } from "./steps.ts";
import { hasOther } from "./values.ts";

/** What the reduced search must still be able to find. */
export interface Wanted {
  /** Questions, by number: the first states that answer yes. */
  readonly questions: readonly number[];
  /** Whether every dead end must be found. */
  readonly deadlocks: boolean;
}

/**
 * Finds stubborn sets. A set T of enabled instances that lead on is one if, in everything that may happen after the
 * state while none of T fires (its cone),
 *
 * 1. nothing sets what the step of an instance of T reads or sets, or reads what it sets (so the step stays what it is,
 *    and may as well come first: Valmari's D1 and D2, "Stubborn sets for reduced state space generation", 1991;
 *    Godefroid calls T persistent);
 * 2. no question that is asked is answered with yes (Kristensen, Schmidt, Valmari, "Question-guided stubborn set
 *    methods for state properties", 2006: a way to a state that answers yes has an instance of T in it);
 * 3. T is not empty where dead ends are asked for.
 *
 * Take a shortest way from the state to one that answers yes, or to a dead end. Some instance of T fires on it: by 2, or
 * because by 1 and 3 one of T would still be enabled at its end. The first that does may as well fire first, and what is
 * left of the way is one step shorter. So the reduced search finds what is asked for, by ways of the same length, and
 * no step can be put off for ever: there is no ignoring problem, and no proviso about cycles is needed.
 */
export class StubbornSets<S> {
  private readonly footprints: Footprints<S>;
  private readonly steps: Steps<S>;
  private readonly cone: Cone<S>;

  constructor(footprints: Footprints<S>, steps: Steps<S>, cone: Cone<S>) {
    this.footprints = footprints;
    this.steps = steps;
    this.cone = cone;
  }

  /** The smallest set that was found, as a part of those that lead on; all of them where there is none. */
  of(state: Int32Array, enabled: Enabled, wanted: Wanted): readonly Step[] {
    const { leading } = enabled;
    let best = leading;
    const seeds = wanted.deadlocks ? leading.map((seed) => [seed]) : [[]];
    for (const seed of seeds) {
      if (best.length <= seed.length) break;
      best = this.close(state, enabled, wanted, seed, best.length) ?? best;
    }
    return best;
  }

  /** Adds to a set what must be added, or null where it gets as large as one that is known. */
  private close(
    state: Int32Array,
    enabled: Enabled,
    wanted: Wanted,
    seed: readonly Step[],
    limit: number,
  ): readonly Step[] | null {
    const set = new Map(seed.map((step) => [step.instance, step]));
    while (set.size < limit) {
      const roots = this.objection(state, enabled, wanted, set);
      if (roots === null) return [...set.values()];
      const added = enabled.leading.find(({ instance }) => roots.has(instance) && !set.has(instance));
      if (added === undefined) return null;
      set.set(added.instance, added);
    }
    return null;
  }

  /** Something that may happen while the instances of the set do not fire, and must not: its roots. */
  private objection(
    state: Int32Array,
    enabled: Enabled,
    { questions }: Wanted,
    set: ReadonlyMap<number, Step>,
  ): ReadonlySet<number> | null {
    const { cone } = this;
    const steps = [...set.values()];
    const still = new Set(set.keys());
    const early = cone.grow(state, enabled, still, (possible) =>
      steps.some((step) => isInTheWay(possible, step, cone.box)),
    );
    if (early !== null) return early.roots;
    for (const question of questions) {
      const { possible, reads } = this.footprints.of(question, cone.box);
      if (possible) return cone.rootsOf(reads);
    }
    // In the whole cone a step may depend on more than in the state alone.
    for (const instance of still) {
      const step = this.steps.take(instance, cone.box);
      for (const possible of cone.possible.values()) {
        if (isInTheWay(possible, step, cone.box)) return possible.roots;
      }
    }
    return null;
  }
}

/** Whether an instance may change what a step depends on, or the step what the instance depends on. */
function isInTheWay({ footprint }: Possible, { reads, writes }: Step, box: Box): boolean {
  if (footprint.reads === null || footprint.reads.some((variable) => writes.includes(variable))) return true;
  return footprint.writes.some(({ variable, values }) => {
    if (writes.includes(variable)) return true;
    // What is set to what it is, and to nothing else by anybody, stays what it is.
    return reads.includes(variable) && hasOther(values, box.value(variable));
  });
}
