import { Diagnostic } from "../diagnostic.ts";
import type { Model } from "../model.ts";

/** Nothing can happen in a model: every path begins with a wrong guess. */
export class AllAbandoned extends Diagnostic {}

/** The mistake of a model in which there is nothing to start from. */
export function allAbandoned<S>({ name }: Model<S>): AllAbandoned {
  return new AllAbandoned({
    kind: "spec",
    where: `model "${name}"`,
    what: "every initial state is abandoned",
    next: "Start from a state in which no guess was wrong.",
  });
}
