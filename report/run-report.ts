import type { CheckResult, PropertyResult, Verdict } from "../checker/result.ts";
import { expectedVerdict } from "../specs/expected.ts";
import type { Outcome } from "../specs/run.ts";
import { changedParameters } from "../specs/setting.ts";
import type { ShownState } from "../checker/shown-state.ts";
import type { Setting } from "../specs/spec.ts";
import type { Expectation } from "../specs/expected.ts";

/** A finished run as every report of it needs it: terminal and JSON are two ways to print this. */
export interface RunReport {
  readonly outcome: Outcome;
  /** Parameters that differ from the variant's own. */
  readonly parameters: Setting;
  readonly properties: readonly JudgedProperty[];
  /** The command that runs it again. */
  readonly reproduce: string;
  readonly exitCode: number;
}

/** A property with what the spec expects of it. */
export interface JudgedProperty {
  readonly result: PropertyResult<ShownState>;
  readonly expected: Expectation | null;
}

/** Puts a finished run beside what its spec expects. */
export function runReport(outcome: Outcome, reproduce: string, exitCode: number): RunReport {
  const { run, result } = outcome;
  const properties = result.properties.map((property) => ({
    result: property,
    expected: expectedVerdict(run.spec, run.variant, property.property, run.setting),
  }));
  return {
    outcome,
    parameters: changedParameters(run.spec, run.variant, run.setting),
    properties,
    reproduce,
    exitCode,
  };
}

/** The property that decides the run: the first one with the run's verdict. */
export function worstProperty({ properties, outcome }: RunReport): JudgedProperty | null {
  return properties.find(({ result }) => result.verdict === outcome.result.verdict) ?? properties[0] ?? null;
}

/** How many properties have each verdict, worst first: `1 REFUTED, 3 PROVED`. */
export function tally<S>({ properties }: CheckResult<S>): string {
  const order: readonly Verdict[] = ["REFUTED", "UNDECIDED", "VACUOUS", "PROVED"];
  return order
    .map(
      (verdict) => [verdict, properties.filter((property) => property.verdict === verdict).length] as const,
    )
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => `${number} ${verdict}`)
    .join(", ");
}
