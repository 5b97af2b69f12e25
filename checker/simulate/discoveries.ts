import type { Witness } from "../property.ts";
import { Differences } from "../search/difference.ts";
import type { Path } from "../search/path.ts";
import type { Plan } from "../search/plan.ts";
import type { Trail } from "./trail.ts";

/** A state that decides a property, as a walk came to it. */
export interface Discovery {
  /** The number of the walk, from 1. */
  readonly walk: number;
  /** The way to the state, without the loops that the walk took. */
  readonly path: Path;
}

/** What walks have found, per property (by index in the model) and for dead ends. */
export class Discoveries {
  private readonly found = new Map<number | "deadlock", Discovery[]>();
  private readonly differences = new Map<number | "deadlock", Differences>();
  private readonly wanted: ReadonlyMap<number | "deadlock", number>;

  /** @param isAlways whether a property can have more than one counterexample */
  constructor(plan: Plan, isAlways: (property: number) => boolean) {
    const wanted = new Map<number | "deadlock", number>();
    for (const index of plan.reported) wanted.set(index, isAlways(index) ? plan.keepGoing : 1);
    if (plan.deadlock) wanted.set("deadlock", plan.keepGoing);
    this.wanted = wanted;
  }

  /** Notes a state that decides a property, unless it shows nothing new; whether it does. */
  note(question: number | "deadlock", witness: Witness | null, wasBroken: boolean, trail: Trail): boolean {
    const found = this.found.get(question) ?? [];
    if (found.length >= (this.wanted.get(question) ?? 0)) return false;
    const differences = this.differences.get(question) ?? new Differences();
    this.differences.set(question, differences);
    if (!differences.isNew({ witness, firing: trail.lastFiring(), wasBroken })) return false;
    this.found.set(question, [...found, { walk: trail.walk, path: trail.path() }]);
    return true;
  }

  /** What was found, in the order in which it was. */
  of(question: number | "deadlock"): readonly Discovery[] {
    return this.found.get(question) ?? [];
  }

  /** Whether nothing more can be learnt. What only a whole search can decide is never found. */
  complete(): boolean {
    return (
      this.wanted.size > 0 &&
      [...this.wanted].every(([question, wanted]) => this.of(question).length >= wanted)
    );
  }
}
