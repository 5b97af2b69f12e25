import type { LitmusStatus } from "../../frontend/litmus/status.ts";
import type { Canvas } from "../canvas.ts";
import type { LitmusRow } from "../litmus-row.ts";
import type { Paint } from "../paint.ts";
import { count, seconds } from "../text/quantity.ts";
import { type Column, columnWidths, tableLine } from "../text/table.ts";

const testColumn: Column = { title: "test" };
const verdictColumn: Column = { title: "verdict" };
const comparedColumns: readonly Column[] = [{ title: "expected" }, { title: "outcome" }];
const measuredColumns: readonly Column[] = [
  { title: "final states", align: "right" },
  { title: "states", align: "right" },
  { title: "time", align: "right" },
];

/** Texts that are as wide as any in the columns that are not known before the tests are run. */
const widest = { verdict: "unsupported", compared: ["Forbidden", "unsupported"], states: "10,000,000" };

/** The table of litmus tests, whose lines are printed as tests end: widths follow from the names of the files. */
export interface LitmusTable {
  readonly heading: () => string;
  readonly line: (row: LitmusRow) => string;
}

/** Lays out the table for tests to come. */
export function litmusTable(names: readonly string[], compared: boolean, { paint }: Canvas): LitmusTable {
  const columns = [testColumn, verdictColumn, ...(compared ? comparedColumns : []), ...measuredColumns];
  const results = [widest.verdict, ...(compared ? widest.compared : []), "", widest.states, "10 min 10 s"];
  const widths = columnWidths(
    columns,
    names.map((name) => [name, ...results]),
  );
  const format = (cells: readonly string[]): string => tableLine(columns, widths, cells);
  return {
    heading: () => paint.title(format(columns.map(({ title }) => title))),
    line: (row) => {
      const line = format(cellsOf(row, compared));
      const flags = row.outcome?.flags ?? [];
      const painted = statusLook(row.status, paint)(line);
      return flags.length === 0 ? painted : `${painted}  ${paint.quiet(flags.join(", "))}`;
    },
  };
}

function cellsOf({ file, outcome, expected, status }: LitmusRow, compared: boolean): readonly string[] {
  const name = outcome?.name ?? file;
  const verdict = outcome?.verdict ?? (compared ? "-" : status);
  const beside = compared ? [expected ?? "-", status] : [];
  if (outcome === null || outcome.states === 0) return [name, verdict, ...beside, "-", "-", "-"];
  const { finalStates, states } = outcome;
  // What a bound left of the final states says nothing.
  const finals = outcome.verdict === null ? "-" : count(finalStates.length);
  return [name, verdict, ...beside, finals, count(states), seconds(outcome.seconds)];
}

/** What is as it should be is not to be looked at. */
export function statusLook(status: LitmusStatus, paint: Paint): (text: string) => string {
  switch (status) {
    case "unsound":
    case "too weak":
      return paint.alarm;
    case "invalid":
    case "unsupported":
    case "undecided":
      return (text) => paint.verdict("UNDECIDED", text);
    case "not run":
    case "unpublished":
      return paint.quiet;
    case "agree":
    case "judged":
      return (text) => text;
  }
}
