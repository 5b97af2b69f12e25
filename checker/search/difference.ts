import type { Witness } from "../property.ts";

/** What tells a counterexample from others of the same property. */
export interface Ending {
  /** What broke the property; null for a dead end. */
  readonly witness: Witness | null;
  /** The number of the rule instance that led there; null for an initial state. */
  readonly firing: number | null;
  /** Whether the state before breaks it, too. */
  readonly wasBroken: boolean;
}

/**
 * Tells counterexamples apart: one is different from those before it if the facts of its witness are, or if another
 * step breaks the property with the same facts. A state that only goes on from a broken one shows nothing new.
 */
export class Differences {
  /** The last steps seen so far, by facts. */
  private readonly seen = new Map<string, Set<number | null>>();

  /** Whether it is different from all that were noted; it is noted if so. */
  isNew({ witness, firing, wasBroken }: Ending): boolean {
    const facts = factsOf(witness);
    const steps = this.seen.get(facts);
    if (steps === undefined) {
      this.seen.set(facts, new Set([firing]));
      return true;
    }
    // Where it was broken before, it is not this step that breaks it.
    if (wasBroken || steps.has(firing)) return false;
    steps.add(firing);
    return true;
  }
}

/** The facts as a text; the order of their names means nothing. */
function factsOf(witness: Witness | null): string {
  return JSON.stringify(Object.entries(witness?.facts ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
