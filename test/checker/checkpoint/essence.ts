import type { CheckResult } from "../../../checker/result.ts";

/** What must not depend on where a search was interrupted, nor on which engines took part in it. */
export function essence<S>({ statistics, properties, verdict, exhausted, hit }: CheckResult<S>) {
  const { states, rulesFired, depth, levels, rules } = statistics;
  return { counts: { states, rulesFired, depth, levels, rules }, properties, verdict, exhausted, hit };
}
