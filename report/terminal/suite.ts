import type { Verdict } from "../../checker/result.ts";
import { isUnexpected, type Row } from "../../specs/row.ts";
import type { Run } from "../../specs/plan.ts";
import { changedParameters } from "../../specs/setting.ts";
import type { Canvas } from "../canvas.ts";
import { count, counted, seconds } from "../text/quantity.ts";
import type { Column } from "../text/table.ts";
import { columnWidths, tableLine } from "../text/table.ts";

const columns: readonly Column[] = [
  { title: "spec" },
  { title: "variant" },
  { title: "parameters" },
  { title: "property" },
  { title: "verdict" },
  { title: "expected" },
  { title: "states", align: "right" },
  { title: "depth", align: "right" },
  { title: "time", align: "right" },
];

/** Texts that are as wide as any in the columns that are not known before the runs are. */
const widestResults = ["UNDECIDED", "UNDECIDED", "100,000,000", "depth", "10 min 10 s"];

/** The table of the suite, whose lines are printed as runs end: widths follow from the plan. */
export interface SuiteTable {
  readonly heading: () => string;
  /**
   * The lines of a finished run. Of a run at a changed setting, the verdicts that the change makes (or that are
   * unexpected), and how many it leaves: the whole is in the JSON.
   */
  readonly lines: (rows: readonly Row[]) => readonly string[];
}

/** Lays out the table for the runs to come. */
export function suiteTable(runs: readonly Run[], canvas: Canvas): SuiteTable {
  const planned = runs.flatMap((run) => {
    const properties = [...run.properties, ...run.skipped.map(({ property }) => property)];
    const parameters = settingText(changedParameters(run.spec, run.variant, run.setting));
    return properties.map((property) => [run.spec.name, run.variant, parameters, property, ...widestResults]);
  });
  const hasParameters = planned.some((cells) => cells[2] !== "");
  const pick = <T>(cells: readonly T[]): readonly T[] =>
    cells.filter((_, index) => index !== 2 || hasParameters);
  const shown = pick(columns);
  const widths = columnWidths(shown, planned.map(pick));
  const format = (cells: readonly string[]): string => tableLine(shown, widths, pick(cells));
  return {
    heading: () => canvas.paint.title(format(columns.map(({ title }) => title))),
    lines: linesOf((row) => rowLine(row, format, canvas), format, canvas),
  };
}

function linesOf(
  line: (row: Row) => string,
  format: (cells: readonly string[]) => string,
  { paint }: Canvas,
): SuiteTable["lines"] {
  /** By spec, variant and property: the verdict at the variant's own setting, which the plan runs first. */
  const own = new Map<string, Verdict>();
  const key = ({ spec, variant, property }: Row): string => `${spec}\n${variant}\n${property}`;
  const isChange = (row: Row): boolean => row.kind !== "judged" || own.get(key(row)) !== row.verdict;
  return (rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    if (Object.keys(first.parameters).length === 0) {
      for (const row of rows) if (row.kind === "judged") own.set(key(row), row.verdict);
      return rows.map(line);
    }
    const shown = rows.filter((row) => isChange(row) || isUnexpected(row));
    const left = rows.length - shown.length;
    const cells = [first.spec, first.variant, settingText(first.parameters)];
    const rest = `${counted(left, shown.length === 0 ? "verdict" : "other verdict")} as without the change`;
    return [...shown.map(line), ...(left === 0 ? [] : [paint.quiet(`${format([...cells, rest])}`)])];
  };
}

function rowLine(row: Row, format: (cells: readonly string[]) => string, { paint }: Canvas): string {
  const cells = [row.spec, row.variant, settingText(row.parameters), row.property];
  if (row.kind !== "judged") {
    const line = format([...cells, row.kind === "pending" ? "pending" : "n/a", "-"]);
    const reason = row.until === null ? row.reason : `${row.reason} (until ${row.until})`;
    return paint.quiet(`${line}  ${reason}`);
  }
  const { verdict, expected, states, depth } = row;
  const results = [verdict, expected ?? "-", count(states), count(depth), seconds(row.seconds)];
  const line = format([...cells, ...results]);
  if (isUnexpected(row)) return `${paint.alarm(line)}  ${paint.alarm("<-- unexpected")}`;
  return paintVerdict(line, format([...cells]).length, verdict, paint);
}

/** Paints the verdict where it stands; the cells before it may contain the same word. */
function paintVerdict(line: string, from: number, verdict: Verdict, paint: Canvas["paint"]): string {
  const at = line.indexOf(verdict, from);
  return line.slice(0, at) + paint.verdict(verdict, verdict) + line.slice(at + verdict.length);
}

/** What the suite as a whole has to say. */
export interface SuiteSummary {
  readonly rows: readonly Row[];
  readonly plannedRuns: number;
  readonly finishedRuns: number;
  /** Commands for the runs with an unexpected verdict. */
  readonly reproduce: readonly string[];
}

/** The line of totals, and how to look closer at what went wrong. */
export function suiteSummary(
  { rows, plannedRuns, finishedRuns, reproduce }: SuiteSummary,
  { paint }: Canvas,
): string {
  const judged = rows.filter((row) => row.kind === "judged");
  const unexpected = rows.filter(isUnexpected).length;
  const pending = rows.filter(({ kind }) => kind === "pending").length;
  const notApplicable = rows.filter(({ kind }) => kind === "not-applicable").length;
  const alarmed = unexpected > 0 ? paint.alarm : (text: string): string => text;
  const totals = [
    `${counted(judged.length, "verdict")}: ${count(judged.length - unexpected)} as expected, ` +
      alarmed(`${count(unexpected)} unexpected`),
    `${count(pending)} pending`,
    `${count(notApplicable)} not applicable`,
  ];
  const interrupted = finishedRuns < plannedRuns;
  return [
    "",
    totals.join("; "),
    ...(interrupted
      ? [paint.alarm(`interrupted after ${finishedRuns} of ${counted(plannedRuns, "run")}`)]
      : []),
    ...reproduce.map((command) => `reproduce  ${command}`),
    "",
  ].join("\n");
}

function settingText(setting: Readonly<Record<string, string>>): string {
  return Object.entries(setting)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}
