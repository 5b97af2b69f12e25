import { expectedVerdict } from "../../specs/expected.ts";
import { planVariant } from "../../specs/plan.ts";
import { rowsOf, skippedRows, type JudgedRow, type Row } from "../../specs/row.ts";
import { execute } from "../../specs/run.ts";
import type { Spec } from "../../specs/spec.ts";
import type { SuiteRun } from "../../specs/suite.ts";
import { tableOf } from "./table.ts";

/*
 * The tables of the pages in docs/specs, made of what the suite finds: for any spec. A page NAME.md is about the spec of that
 * name and has the line `<!-- verdicts: begin -->` and, below it, `<!-- verdicts: end -->`; what is between them is replaced
 * (test/docs/specs.test.ts; `npx vitest run test/docs -u`).
 */

/** What a run of the suite found. */
export interface Found extends SuiteRun {
  /** The properties with a trace: one that is refuted because nothing reaches it has none. */
  readonly traced: ReadonlySet<string>;
}

/** Everything that the suite runs of a spec, run. */
export async function resultsOf(spec: Spec): Promise<readonly Found[]> {
  const runs = Object.keys(spec.variants).flatMap((variant) => planVariant(spec, variant));
  const results: Found[] = [];
  for (const run of runs) {
    if (run.properties.length === 0) {
      results.push({ run, rows: skippedRows(run), traced: new Set() });
      continue;
    }
    const outcome = await execute(run);
    const traced = outcome.result.properties.filter(({ trace }) => trace !== null);
    results.push({ run, rows: rowsOf(outcome), traced: new Set(traced.map(({ property }) => property)) });
  }
  return results;
}

/** The document with the tables of the spec between its markers. */
export function withVerdicts(document: string, name: string, spec: Spec, results: readonly Found[]): string {
  const [begin, end] = ["<!-- verdicts: begin -->\n", "<!-- verdicts: end -->"];
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || rest === undefined || after === undefined)
    throw new Error(`${name} has no place for its verdicts: a line "${begin.trim()}" and a line "${end}"`);
  return `${before}${begin}\n${verdictsText(spec, results)}\n\n${end}${after}`;
}

/**
 * The tables of a spec: its variants and verdicts, then what other settings change. Goals, properties whose sentence begins
 * with `goal:`, have no column: one that is not reached makes the properties that name it VACUOUS.
 */
export function verdictsText(spec: Spec, results: readonly Found[]): string {
  const properties = Object.keys(spec.properties).filter(
    (property) => spec.properties[property]?.startsWith("goal:") !== true,
  );
  const own = results.filter(({ rows }) => rows.every(({ parameters }) => isEmpty(parameters)));
  const changed = results.filter((result) => !own.includes(result));
  const parts = [
    ...properties.map((property) => `- \`${property}\`: ${spec.properties[property] ?? ""}`),
    "",
    ownTable(spec, properties, own),
  ];
  if (changed.length > 0) parts.push("", "Under other settings:", "", settingsTable(spec, changed, own));
  return parts.join("\n");
}

const isEmpty = (record: object): boolean => Object.keys(record).length === 0;

function ownTable(spec: Spec, properties: readonly string[], own: readonly Found[]): string {
  const rows = own.map(({ run, rows: found, traced }) => [
    `\`${run.variant}\``,
    escaped(spec.variants[run.variant]?.about ?? ""),
    ...properties.map((property) =>
      cellText(
        found.find((row) => row.property === property),
        traced.has(property),
      ),
    ),
  ]);
  return tableOf(["variant", "what it is", ...properties.map((p) => `\`${p}\``)], rows, () => false);
}

/** A verdict, with the length of the counterexample that refutes a property. */
function cellText(row: Row | undefined, traced: boolean): string {
  if (row === undefined) return "";
  if (row.kind !== "judged") return row.kind === "pending" ? "pending" : "-";
  if (row.verdict !== "REFUTED") return row.verdict;
  return traced ? `**REFUTED**, ${steps(row.depth)}` : "**REFUTED**";
}

const steps = (count: number): string => (count === 1 ? "1 step" : `${count} steps`);

function settingsTable(spec: Spec, changed: readonly Found[], own: readonly Found[]): string {
  const rows = changed.map(({ run, rows: found }) => {
    const before = own.find((other) => other.run.variant === run.variant)?.rows ?? [];
    const judged = found.filter((row) => row.kind === "judged");
    const differs = judged.filter((row) => verdictIn(before, row.property) !== row.verdict);
    const whys = (differs.length > 0 ? differs : judged).flatMap((row) => whyChanged(spec, row));
    return [
      `\`${run.variant}\``,
      settingText(found[0]?.parameters ?? {}),
      differs.length === 0
        ? "nothing changes"
        : differs.map(({ property, verdict }) => `\`${property}\` ${verdict}`).join(", "),
      escaped([...new Set(whys)].join("; ")),
    ];
  });
  return tableOf(["variant", "setting", "changes", "why"], rows, () => false);
}

function verdictIn(rows: readonly Row[], property: string): string | null {
  const row = rows.find((other) => other.property === property);
  return row?.kind === "judged" ? row.verdict : null;
}

/** The reason that the matrix gives under the row's setting, unless it is the one it gives without. */
function whyChanged(spec: Spec, row: JudgedRow): readonly string[] {
  if (row.because === null) return [];
  const [own] = planVariant(spec, row.variant);
  const without = own === undefined ? null : expectedVerdict(spec, row.variant, row.property, own.setting);
  return row.because === without?.because ? [] : [row.because];
}

const settingText = (setting: Readonly<Record<string, string>>): string =>
  Object.entries(setting)
    .map(([name, value]) => `\`${name}=${value}\``)
    .join(" ");

const escaped = (text: string): string => text.replaceAll("|", "\\|");
