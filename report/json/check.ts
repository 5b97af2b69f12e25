import { explosionOf } from "../../checker/search/explosion.ts";
import type { Run } from "../../specs/plan.ts";
import { depthOf } from "../../specs/row.ts";
import { type JudgedProperty, type RunReport, worstProperty } from "../run-report.ts";
import { traceJson } from "./trace.ts";

/**
 * One run as data. The top level speaks of the property that decides the run, so that a reader who asked for one
 * property finds its answer there; `properties` has all of them.
 */
export function checkJson(report: RunReport): Readonly<Record<string, unknown>> {
  const { run, result } = report.outcome;
  const worst = worstProperty(report);
  return {
    spec: run.spec.name,
    variant: run.variant,
    parameters: report.parameters,
    ...(worst === null ? {} : propertyJson(worst, report)),
    exitCode: report.exitCode,
    properties: report.properties.map((property) => propertyJson(property, report)),
    notRun: run.skipped,
    setting: run.setting,
    engine: result.engine,
    bounds: result.bounds,
    keepGoing: result.keepGoing,
    hit: result.hit,
    exhausted: result.exhausted,
    statistics: result.statistics,
    reductions: result.reductions,
    explosion: result.simulation === null ? explosionOf(result) : null,
    simulation: result.simulation,
    assumptions: result.assumptions,
    reproduce: report.reproduce,
  };
}

/** A variant of which nothing can be run, among others that can. */
export function notRunJson(run: Run): Readonly<Record<string, unknown>> {
  return { spec: run.spec.name, variant: run.variant, verdict: null, expected: null, notRun: run.skipped };
}

function propertyJson(
  { result, expected }: JudgedProperty,
  { outcome }: RunReport,
): Readonly<Record<string, unknown>> {
  const { states, rulesFired, depth, seconds } = outcome.result.statistics;
  return {
    property: result.property,
    kind: result.kind,
    because: result.because,
    verdict: result.verdict,
    expected: expected?.verdict ?? null,
    reason: result.reason,
    witness: result.witness,
    states,
    rulesFired,
    depth: depthOf(result, depth),
    seconds,
    trace: traceJson(result.trace),
    others: result.others.map(({ witness, trace }) => ({ witness, trace: traceJson(trace) })),
  };
}
