import { Diagnostic } from "../../diagnostic.ts";

/** The mistake of model code whose result depends on more than the state. */
export function impure(who: string, what: string): Diagnostic {
  return new Diagnostic({
    kind: "rule",
    where: who,
    what,
    why: "a rule, a property and every other function of a model must depend on the state and its parameters alone",
    next: "Look for a variable it keeps between calls, a clock, randomness, or an order that is not fixed; --engine=reference shows what it does in each state.",
  });
}
