import type { StateVariables } from "../symmetry/state-variables.ts";
import { Box } from "./box.ts";
import type { Footprint, Footprints } from "./footprints.ts";
import type { Step } from "./step.ts";
import type { Steps } from "./steps.ts";

/** An instance that may fire in a cone. */
export interface Possible {
  readonly instance: number;
  readonly footprint: Footprint;
  /** Of the instances enabled in the state, those that may have brought it about: itself, if it is one of them. */
  readonly roots: ReadonlySet<number>;
}

/** The steps out of a state, sorted by what comes of them. */
export interface Enabled {
  /** Those that lead to another state. */
  readonly leading: readonly Step[];
  /** Those that do not: they change nothing, or lead to an abandoned state. */
  readonly idle: readonly Step[];
}

/** What there is in a model. */
export interface Size {
  readonly variables: StateVariables;
  readonly slots: number;
  readonly instances: number;
}

/**
 * What may happen after a state while some of its enabled instances do not fire: a box that contains every state that
 * the others lead to, those between eager firings included, and the instances that may fire in it.
 */
export class Cone<S> {
  readonly box: Box;
  readonly possible = new Map<number, Possible>();
  private readonly footprints: Footprints<S>;
  private readonly steps: Steps<S>;
  private readonly instances: number;
  /** By variable: the roots of those that give it further values. */
  private readonly origins: (Set<number> | undefined)[] = [];
  /** The instances that are enabled in the state, those that do not fire here included. */
  private roots: ReadonlySet<number> = new Set();

  constructor(size: Size, footprints: Footprints<S>, steps: Steps<S>) {
    this.box = new Box(size.variables, size.slots);
    this.footprints = footprints;
    this.steps = steps;
    this.instances = size.instances;
  }

  /**
   * Works out what may happen after a state while the instances `still` do not fire. Ends early with the first that
   * must not happen: most cones are not worth being worked out to their end.
   */
  grow(
    state: Int32Array,
    { leading, idle }: Enabled,
    still: ReadonlySet<number>,
    mustNot: (possible: Possible) => boolean,
  ): Possible | null {
    this.box.shrink(state);
    this.possible.clear();
    this.origins.length = 0;
    this.roots = new Set([...leading, ...idle].map(({ instance }) => instance));
    const asleep = new Set(idle.map(({ instance }) => instance));
    for (;;) {
      const round = this.round((instance) => still.has(instance) || asleep.has(instance), mustNot);
      if (round === "ends" && !this.wake(asleep)) return null;
      if (typeof round === "object") return round;
    }
  }

  /** The roots of those that may change some of the variables; null for any variable. */
  rootsOf(variables: readonly number[] | null): ReadonlySet<number> {
    const roots = new Set<number>();
    for (const variable of variables ?? this.origins.keys()) {
      for (const root of this.origins[variable] ?? []) roots.add(root);
    }
    return roots;
  }

  /** Lets every instance that may fire add what it writes. */
  private round(
    waits: (instance: number) => boolean,
    mustNot: (possible: Possible) => boolean,
  ): Possible | "goes on" | "ends" {
    let grown = false;
    for (let instance = 0; instance < this.instances; instance++) {
      if (waits(instance)) continue;
      const footprint = this.footprints.of(instance, this.box);
      if (!footprint.possible) continue;
      const possible = this.note(instance, footprint);
      if (mustNot(possible)) return possible;
      if (this.widen(possible)) grown = true;
    }
    return grown ? "goes on" : "ends";
  }

  private widen({ footprint, roots }: Possible): boolean {
    let grown = false;
    for (const { variable, values } of footprint.writes) {
      if (this.box.widen(variable, values)) grown = true;
      if (this.box.isFixed(variable)) continue;
      const origins = (this.origins[variable] ??= new Set());
      for (const root of roots) origins.add(root);
    }
    return grown;
  }

  /** An idle instance stays so while nothing changes what makes it so; whether some do not. */
  private wake(asleep: Set<number>): boolean {
    const { box } = this;
    const woken = [...asleep].filter((instance) => {
      const { reads, writes } = this.steps.take(instance, box);
      return ![...reads, ...writes].every((variable) => box.isFixed(variable));
    });
    for (const instance of woken) asleep.delete(instance);
    return woken.length > 0;
  }

  private note(instance: number, footprint: Footprint): Possible {
    const roots = this.roots.has(instance)
      ? new Set([instance])
      : (this.possible.get(instance)?.roots ?? this.rootsOf(footprint.reads));
    const possible = { instance, footprint, roots };
    this.possible.set(instance, possible);
    return possible;
  }
}
