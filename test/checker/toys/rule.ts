import type { Rule } from "../../../checker/rule.ts";
import { step } from "./step.ts";

interface Extras<S, P extends readonly number[]> extends Pick<
  Partial<Rule<S, P>>,
  "fairness" | "eager" | "instances"
> {
  readonly when?: (state: Readonly<S>, ...parameters: P) => boolean;
}

/** A rule of a toy: always enabled and without parameters unless told otherwise. */
export function rule<S, P extends readonly number[] = readonly number[]>(
  name: string,
  recipe: (state: S, ...parameters: P) => void,
  extras: Extras<S, P> & { readonly instances?: readonly P[] } = {},
): Rule<S> {
  const { when = () => true, instances = [[]], ...marks } = extras;
  const made = { name, instances, when, then: recipe, label: labelOf(name), ...marks };
  return made as Rule<S>;
}

function labelOf(name: string) {
  return (_: unknown, ...parameters: readonly number[]) => step([name, ...parameters].join(" "));
}
