import type { CheckOptions } from "../check-options.ts";
import { Diagnostic } from "../diagnostic.ts";
import type { EagerMode } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import { symmetryOf } from "../symmetry/model-symmetry.ts";
import type { Symmetry } from "../symmetry/symmetry.ts";

/** The symmetry to search with, or null for none. */
export function planSymmetry<S>(
  model: Model<S>,
  { symmetry: mode = "off", simulate }: CheckOptions,
  eager: EagerMode,
  reported: readonly number[],
): Symmetry | null {
  if (mode === "off") return null;
  if (simulate !== undefined) throw notForWalks();
  const symmetry = symmetryOf(model, eager);
  if (symmetry === null) return null;
  // A path that returns to the orbit of a state need not return to the state: what looks like a fair cycle may be none.
  const eventually = model.properties.find(
    ({ kind }, index) => kind === "eventually" && reported.includes(index),
  );
  if (eventually !== undefined) throw notForLiveness(eventually.name);
  return symmetry;
}

function notForLiveness(property: string): Diagnostic {
  return new Diagnostic({
    kind: "usage",
    where: `property "${property}"`,
    what: "`eventually` needs the unreduced search: --symmetry=off",
    why: "a cycle of representatives need not be one of states",
    next: "Turn symmetry off, or choose properties without `eventually`.",
  });
}

function notForWalks(): Diagnostic {
  return new Diagnostic({
    kind: "usage",
    what: "`simulate` and `symmetry` exclude each other",
    why: "a walk stores no states, so there is nothing to leave out",
    next: "Leave one of them out.",
  });
}
