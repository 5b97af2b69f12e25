import type { CheckOptions } from "../check-options.ts";
import { Diagnostic } from "../diagnostic.ts";
import type { EagerMode } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import type { Reducer } from "../partial-order/reducer.ts";
import { StubbornReducer } from "../partial-order/stubborn-reducer.ts";
import { at } from "../schema/access.ts";
import type { Symmetry } from "../symmetry/symmetry.ts";

/** What to reduce the steps out of each state with, or null for nothing. */
export function planPartialOrder<S>(
  model: Model<S>,
  options: CheckOptions,
  eager: EagerMode,
  judged: readonly number[],
  symmetry: Symmetry | null,
): Reducer | null {
  if ((options.partialOrder ?? "off") === "off") return null;
  if (options.simulate !== undefined) throw notForWalks;
  if (options.engine === "observed") throw notYet;
  if ((options.keepGoing ?? 1) > 1) throw notForFurther;
  const eventually = judged.find((index) => at(model.properties, index).kind === "eventually");
  if (eventually !== undefined) throw notForLiveness(at(model.properties, eventually).name);
  if (symmetry !== null) refuseSymmetry(model, judged, symmetry);
  return new StubbornReducer(model, eager);
}

const off = "--partial-order=off";

function notForLiveness(property: string): Diagnostic {
  return new Diagnostic({
    kind: "usage",
    where: `property "${property}"`,
    what: `\`eventually\` needs the unreduced search: ${off}`,
    why: "what the reduction keeps are the states that decide a property, not the paths that never come to one",
    next: "Turn the reduction off, or choose properties without `eventually`.",
  });
}

const notForWalks = new Diagnostic({
  kind: "usage",
  what: "`simulate` and `partialOrder` exclude each other",
  why: "a walk takes one step out of each state, so there is nothing to leave out",
  next: "Leave one of them out.",
});

const notForFurther = new Diagnostic({
  kind: "usage",
  what: "`keepGoing` and `partialOrder` exclude each other",
  why: "of the counterexamples of a property the reduction keeps one, a shortest",
  next: `Leave one of them out: ${off}, or one counterexample.`,
});

const notYet = new Diagnostic({
  kind: "usage",
  what: "the observed engine does not reduce by partial order",
  why: "what to leave out is worked out state by state, and tries have no part in it",
  next: `Use the flyweight engine, or ${off}.`,
});

/** Both together are sound where the symmetry is proved for all states and all images of a property are judged. */
function refuseSymmetry<S>(model: Model<S>, judged: readonly number[], symmetry: Symmetry): void {
  const alone = judged.find((index) => symmetry.classes[index] === null);
  if (alone !== undefined) {
    throw new Diagnostic({
      kind: "usage",
      where: `property "${at(model.properties, alone).name}"`,
      what: "`symmetry` and `partialOrder` exclude each other for a property that is not symmetric",
      why: "it is judged in states of the orbit whose steps the partial-order reduction does not look at",
      next: `Use --symmetry=off or ${off}, or make its images properties of their own.`,
    });
  }
  if (symmetry.verified) return;
  throw new Diagnostic({
    kind: "usage",
    where: `model "${model.name}"`,
    what: "`symmetry` and `partialOrder` exclude each other here",
    why: "the symmetry could not be proved for all states, and states that are left out are not checked",
    next: `Use --symmetry=off or ${off}.`,
  });
}
