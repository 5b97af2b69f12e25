import { Diagnostic } from "../diagnostic.ts";
import type { Model } from "../model.ts";

/** The mistake of a model in which there is nothing to start from. */
export function allAbandoned<S>({ name }: Model<S>): Diagnostic {
  return new Diagnostic({
    kind: "spec",
    where: `model "${name}"`,
    what: "every initial state is abandoned",
    next: "Start from a state in which no guess was wrong.",
  });
}
