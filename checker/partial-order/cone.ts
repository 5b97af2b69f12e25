import type { StateVariables } from "../symmetry/state-variables.ts";
import { Box } from "./box.ts";
import type { Footprint, Footprints } from "./footprints.ts";
import type { Steps } from "./steps.ts";

/** An instance that may fire in a cone. */
export interface Possible {
  readonly instance: number;
  readonly footprint: Footprint;
  /** Of the instances enabled in the state, those that may have brought it about: itself, if it is one of them. */
  readonly roots: ReadonlySet<number>;
}

/** What may fire in a state, sorted by what comes of it. */
export interface Enabled {
  /** Those that lead to another state. */
  readonly leading: readonly number[];
  /** Those that do not: they change nothing, or lead to an abandoned state. */
  readonly idle: readonly number[];
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
  /** An instance of which nothing is known but that it may fire, or null: what else there is was not worked out then. */
  unknown: Possible | null = null;
  private readonly footprints: Footprints<S>;
  private readonly steps: Steps<S>;
  private readonly instances: number;
  /** By variable: the roots of those that give it further values. */
  private readonly origins: (Set<number> | undefined)[] = [];

  constructor(size: Size, footprints: Footprints<S>, steps: Steps<S>) {
    this.box = new Box(size.variables, size.slots);
    this.footprints = footprints;
    this.steps = steps;
    this.instances = size.instances;
  }

  /** Works out what may happen after a state while the instances `still` do not fire. */
  grow(state: Int32Array, enabled: Enabled, still: ReadonlySet<number>): void {
    this.box.shrink(state);
    this.possible.clear();
    this.origins.length = 0;
    this.unknown = null;
    const idle = new Set(enabled.idle);
    const roots = new Set([...enabled.leading, ...enabled.idle]);
    do {
      while (this.round(still, idle, roots));
    } while (this.unknown === null && this.wake(idle));
  }

  /** The roots of those that may change some of the variables. */
  rootsOf(variables: readonly number[]): ReadonlySet<number> {
    const roots = new Set<number>();
    for (const variable of variables) for (const root of this.origins[variable] ?? []) roots.add(root);
    return roots;
  }

  /** Lets every instance that may fire add what it writes; whether there was anything new. */
  private round(
    still: ReadonlySet<number>,
    idle: ReadonlySet<number>,
    enabled: ReadonlySet<number>,
  ): boolean {
    let grown = false;
    for (let instance = 0; instance < this.instances; instance++) {
      if (still.has(instance) || idle.has(instance)) continue;
      const footprint = this.footprints.of(instance, this.box);
      if (!footprint.possible) continue;
      const possible = this.note(instance, footprint, enabled);
      if (footprint.reads === null) {
        this.unknown = possible;
        return false;
      }
      for (const { variable, values } of footprint.writes) {
        if (this.box.widen(variable, values)) grown = true;
        else if (this.box.isFixed(variable)) continue;
        const origins = (this.origins[variable] ??= new Set());
        for (const root of possible.roots) origins.add(root);
      }
    }
    return grown;
  }

  /** An idle instance stays so while nothing changes what makes it so; whether some do not. */
  private wake(idle: Set<number>): boolean {
    const { box } = this;
    const woken = [...idle].filter((instance) => {
      const { reads, writes } = this.steps.take(instance, box);
      return ![...reads, ...writes].every((variable) => box.isFixed(variable));
    });
    for (const instance of woken) idle.delete(instance);
    return woken.length > 0;
  }

  private note(instance: number, footprint: Footprint, enabled: ReadonlySet<number>): Possible {
    const roots = enabled.has(instance)
      ? new Set([instance])
      : (this.possible.get(instance)?.roots ?? this.rootsOf(footprint.reads ?? [...this.origins.keys()]));
    const possible = { instance, footprint, roots };
    this.possible.set(instance, possible);
    return possible;
  }
}
