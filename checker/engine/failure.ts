import { Diagnostic } from "../diagnostic.ts";
import type { Model } from "../model.ts";
import type { Property } from "../property.ts";
import type { Rule } from "../rule.ts";
import { DomainError } from "../schema/domain-error.ts";

/** A call of a function that the model supplies: what an error message needs to name. */
export interface ModelCall {
  readonly kind: "rule" | "property" | "spec" | "usage";
  /** `rule "pour" (0, 1)`. */
  readonly who: string;
  /** `when`, `then`, `violatedBy` ... */
  readonly member: string;
  /** `in state 12, 3 steps from an initial state`. */
  readonly place: string;
}

/** The mistake that a function of the model made by throwing. */
export function threw(call: ModelCall, thrown: unknown): Diagnostic {
  if (thrown instanceof DomainError) return outsideDomain(call, thrown);
  return new Diagnostic({
    kind: call.kind,
    where: call.who,
    what: `\`${call.member}\` throws ${call.place}`,
    why: thrown instanceof Error ? thrown.message : String(thrown),
    next: `\`${call.member}\` must return for every state that can be reached.`,
  });
}

/** The mistake of a guard or a property that writes to the state it only looks at. */
export function wrote(call: ModelCall): Diagnostic {
  return new Diagnostic({
    kind: call.kind,
    where: call.who,
    what: `\`${call.member}\` writes to the state ${call.place}`,
    why: `only the \`then\` of a rule may write; \`${call.member}\` is a question`,
    next: "Work on a copy, or move the write into `then`.",
  });
}

/** An initial state that does not fit the schema. */
export function badInitial(model: string, index: number, thrown: unknown): Diagnostic {
  return new Diagnostic({
    kind: thrown instanceof DomainError ? "domain" : "spec",
    where: `model "${model}"`,
    what: `initial state ${index} does not fit the schema`,
    why: thrown instanceof Error ? thrown.message : String(thrown),
    next: "Widen the domain in the schema, or mend the initial state.",
  });
}

/** Eager rules that keep enabling each other. */
export function restless(rule: string, firings: number, place: string): Diagnostic {
  return new Diagnostic({
    kind: "rule",
    where: rule,
    what: `eager rules do not come to rest: ${firings} firings in one step ${place}`,
    why: "an eager rule fires again and again until none is enabled",
    next: "Let its `then` make its `when` false, or make it an ordinary rule.",
  });
}

export function ruleName<S>(rule: Rule<S>, instance: number): string {
  const parameters = rule.instances[instance] ?? [];
  return parameters.length === 0 ? `rule "${rule.name}"` : `rule "${rule.name}" (${parameters.join(", ")})`;
}

export function modelName<S>({ name }: Model<S>): string {
  return `model "${name}"`;
}

export function propertyName<S>(property: Property<S>): string {
  return `property "${property.name}"`;
}

/** The place of a stored state. */
export function placeOf(state: number, depth: number): string {
  return `in state ${state}, ${depth} ${depth === 1 ? "step" : "steps"} from an initial state`;
}

function outsideDomain(call: ModelCall, error: DomainError): Diagnostic {
  return new Diagnostic({
    kind: "domain",
    where: call.who,
    what: error.message,
    why: `\`${call.member}\` goes there ${call.place}`,
    next: "Widen the domain in the schema, or narrow the guard that lets it happen.",
  });
}
