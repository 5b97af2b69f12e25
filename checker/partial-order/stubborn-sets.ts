import type { Cone, Enabled, Possible } from "./cone.ts";
import type { Footprints } from "./footprints.ts";
import type { Step } from "./step.ts";
import type { Steps } from "./steps.ts";

/** What the reduced search must still be able to find. */
export interface Wanted {
  /** The questions (by number) that must not change their answer to yes behind the back of the search. */
  readonly questions: readonly number[];
  /** Whether every dead end must be found. */
  readonly deadlocks: boolean;
}

export class StubbornSets<S> {
  private readonly footprints: Footprints<S>;
  private readonly steps: Steps<S>;
  private readonly cone: Cone<S>;

  constructor(footprints: Footprints<S>, steps: Steps<S>, cone: Cone<S>) {
    this.footprints = footprints;
    this.steps = steps;
    this.cone = cone;
  }

  /** The smallest set that was found; all that lead on where there is none. */
  of(state: Int32Array, enabled: Enabled, wanted: Wanted): readonly number[] {
    const { leading } = enabled;
    let best = leading;
    const seeds = wanted.deadlocks ? leading.map((seed) => [seed]) : [[]];
    for (const seed of seeds) {
      if (best.length <= seed.length) break;
      best = this.close(state, enabled, wanted, seed, best.length) ?? best;
    }
    return best;
  }

  /** Adds what must be added to a set, or null where it gets as large as one that is known. */
  private close(
    state: Int32Array,
    enabled: Enabled,
    wanted: Wanted,
    seed: readonly number[],
    limit: number,
  ): readonly number[] | null {
    const set = new Set(seed);
    const { cone } = this;
    while (set.size < limit) {
      cone.grow(state, enabled, set);
      const roots = this.objection(set, wanted);
      if (roots === null) return [...set];
      const root = [...roots].find((each) => enabled.leading.includes(each) && !set.has(each));
      if (root === undefined) return null;
      set.add(root);
    }
    return null;
  }

  /** Something that may happen while the instances of the set do not fire, and must not: its roots. */
  private objection(set: ReadonlySet<number>, { questions }: Wanted): ReadonlySet<number> | null {
    const { cone } = this;
    if (cone.unknown !== null) return cone.unknown.roots;
    for (const question of questions) {
      const { possible, reads } = this.footprints.of(question, cone.box);
      if (possible) return cone.rootsOf(reads ?? [...cone.box.others.keys()]);
    }
    for (const instance of set) {
      const conflict = this.conflict(this.steps.take(instance, cone.box));
      if (conflict !== null) return conflict.roots;
    }
    return null;
  }

  private conflict({ reads, writes }: Step): Possible | null {
    const { cone } = this;
    const changed = reads.find((variable) => !cone.box.isFixed(variable));
    const written = new Set(writes);
    for (const possible of cone.possible.values()) {
      const { footprint } = possible;
      if (footprint.writes.some(({ variable }) => written.has(variable) || variable === changed))
        return possible;
      if (footprint.reads?.some((variable) => written.has(variable)) === true) return possible;
    }
    return null;
  }
}
