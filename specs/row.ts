import type { PropertyResult, Verdict } from "../checker/result.ts";
import type { ShownState } from "../checker/shown-state.ts";
import { expectedVerdict } from "./expected.ts";
import type { Run } from "./plan.ts";
import type { Outcome } from "./run.ts";
import { changedParameters } from "./setting.ts";
import type { Setting } from "./spec.ts";

interface RowBase {
  readonly spec: string;
  readonly variant: string;
  /** Those that differ from the variant's own. */
  readonly parameters: Setting;
  readonly property: string;
}

/** A verdict next to the expected one. */
export interface JudgedRow extends RowBase {
  readonly kind: "judged";
  readonly verdict: Verdict;
  /** null: the matrix makes no statement about this setting. */
  readonly expected: Verdict | null;
  /** Why the matrix expects it, where it says so. */
  readonly because: string | null;
  readonly states: number;
  readonly rulesFired: number;
  /** Steps of the trace where there is one, otherwise of the search. */
  readonly depth: number;
  readonly seconds: number;
}

/** A cell that is not run. */
export interface SkippedRow extends RowBase {
  readonly kind: "pending" | "not-applicable";
  readonly reason: string;
  readonly until: string | null;
}

/** One line of the suite: a cell of the expected matrix of a spec. */
export type Row = JudgedRow | SkippedRow;

/** Whether a verdict contradicts the matrix. */
export function isUnexpected(row: Row): boolean {
  return row.kind === "judged" && row.expected !== null && row.verdict !== row.expected;
}

/** The rows of a finished run, in the order of the spec's properties. */
export function rowsOf({ run, result }: Outcome): readonly Row[] {
  const base = rowBase(run);
  const { states, rulesFired, seconds } = result.statistics;
  const judged = result.properties.map((property): JudgedRow => {
    const expected = expectedVerdict(run.spec, run.variant, property.property, run.setting);
    return {
      ...base,
      kind: "judged",
      property: property.property,
      verdict: property.verdict,
      expected: expected?.verdict ?? null,
      because: expected?.because ?? null,
      states,
      rulesFired,
      depth: depthOf(property, result.statistics.depth),
      seconds,
    };
  });
  return inSpecOrder(run, [...judged, ...skippedRows(run)]);
}

/** The rows of what a run leaves out. */
export function skippedRows(run: Run): readonly SkippedRow[] {
  return run.skipped.map((skipped) => ({ ...rowBase(run), ...skipped }));
}

/** Steps of the trace where there is one, otherwise the depth of the search. */
export function depthOf(property: PropertyResult<ShownState>, searched: number): number {
  return property.trace?.steps.length ?? searched;
}

function rowBase(run: Run): Omit<RowBase, "property"> {
  const parameters = changedParameters(run.spec, run.variant, run.setting);
  return { spec: run.spec.name, variant: run.variant, parameters };
}

/** Properties that the spec does not list (a model's `no-deadlock`) come last. */
function inSpecOrder(run: Run, rows: readonly Row[]): readonly Row[] {
  const names = Object.keys(run.spec.properties);
  const place = (row: Row): number =>
    names.includes(row.property) ? names.indexOf(row.property) : names.length;
  return rows.toSorted((a, b) => place(a) - place(b));
}
