import type { CheckResult } from "../../../checker/result.ts";

/** What must not depend on where a search was interrupted, nor on which engines took part in it. */
export function essence<S>({ statistics, properties, verdict, exhausted, hit }: CheckResult<S>) {
  const { states, rulesFired, depth, levels, rules } = statistics;
  return { counts: { states, rulesFired, depth, levels, rules }, properties, verdict, exhausted, hit };
}

/** What does not even depend on the order in which an engine discovers the states of a level. */
export function outline<S>({ statistics, properties, verdict, exhausted, hit }: CheckResult<S>) {
  const { states, rulesFired, depth, levels, rules } = statistics;
  return {
    counts: { states, rulesFired, depth, levels },
    fired: rules.map(({ rule, fired }) => [rule, fired]),
    properties: properties.map(({ property, verdict, reason, trace }) => {
      // Of a lasso, only the stem is a shortest one.
      return { property, verdict, reason, steps: trace === null ? null : (trace.loop ?? trace.steps.length) };
    }),
    verdict,
    exhausted,
    hit,
  };
}
