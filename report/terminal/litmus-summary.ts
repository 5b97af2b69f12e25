import { type LitmusRow, isRefused } from "../litmus-row.ts";
import type { LitmusVerdict } from "../../frontend/litmus/result.ts";
import type { LitmusStatus } from "../../frontend/litmus/status.ts";
import type { Canvas } from "../canvas.ts";
import { count, counted } from "../text/quantity.ts";
import { labelled, labelLine } from "./labelled.ts";
import { statusLook } from "./litmus-table.ts";

/** What litmus tests as a whole have to say. */
export interface LitmusSummary {
  readonly rows: readonly LitmusRow[];
  /** The kinds file, and how many tests it names that were not given; null where there is none. */
  readonly kinds: { readonly file: string; readonly others: number } | null;
  /** Commands for the tests that are not as they should be. */
  readonly reproduce: readonly string[];
}

/** The line of totals, every test that is refused with its reason, what verdicts rest on, and how to look closer. */
export function litmusSummary({ rows, kinds, reproduce }: LitmusSummary, canvas: Canvas): string {
  const lines = [
    "",
    totals(rows, kinds !== null, canvas),
    ...interruptedLines(rows, canvas),
    ...othersLines(kinds),
    ...rows
      .filter((row) => isRefused(row) || row.status === "undecided")
      .flatMap((row) => reasonLines(row, canvas)),
    ...assumptionLines(rows, canvas),
    ...reproduce.map((command) => labelLine("reproduce", command)),
    "",
  ];
  return lines.join("\n");
}

/** Zero is said of what a reader looks for; of the others, only what there is. */
const always: readonly LitmusStatus[] = ["agree", "too weak", "unsound"];
const others: readonly LitmusStatus[] = ["unsupported", "undecided", "invalid", "unpublished"];
const verdicts: readonly LitmusVerdict[] = ["Allowed", "Forbidden", "Required"];

function totals(rows: readonly LitmusRow[], compared: boolean, { paint }: Canvas): string {
  const number = (status: LitmusStatus): number => rows.filter((row) => row.status === status).length;
  const words = (status: LitmusStatus): string => {
    const text = `${count(number(status))} ${status}`;
    return number(status) === 0 ? text : statusLook(status, paint)(text);
  };
  const judged = verdicts.map((verdict) => {
    return `${count(rows.filter(({ outcome }) => outcome?.verdict === verdict).length)} ${verdict}`;
  });
  const first = compared ? always.map(words) : judged;
  const rest = others.filter((status) => number(status) > 0).map(words);
  const head = `${counted(rows.length, "test")}: ${first.join(", ")}`;
  return rest.length === 0 ? head : `${head}; ${rest.join(", ")}`;
}

function interruptedLines(rows: readonly LitmusRow[], { paint }: Canvas): readonly string[] {
  const missing = rows.filter(({ status }) => status === "not run").length;
  if (missing === 0) return [];
  return [
    paint.alarm(`interrupted after ${count(rows.length - missing)} of ${counted(rows.length, "test")}`),
  ];
}

function othersLines(kinds: LitmusSummary["kinds"]): readonly string[] {
  if (kinds === null || kinds.others === 0) return [];
  return [
    `${kinds.file} names ${counted(kinds.others, "other test")} that ${kinds.others === 1 ? "was" : "were"} not given`,
  ];
}

function reasonLines({ file, status, outcome }: LitmusRow, canvas: Canvas): readonly string[] {
  const message = outcome?.noVerdict?.message ?? "no verdict";
  const place = message.startsWith(file) ? "" : `${file}: `;
  return labelled(status, place + message, canvas);
}

/** As many tests are named for each. */
const mostNamed = 3;

/** Each assumption once, with the tests whose verdict rests on it. */
function assumptionLines(rows: readonly LitmusRow[], canvas: Canvas): readonly string[] {
  const tests = new Map<string, string[]>();
  for (const { outcome } of rows) {
    for (const text of outcome?.assumptions ?? []) {
      tests.set(text, [...(tests.get(text) ?? []), outcome?.name ?? ""]);
    }
  }
  return [...tests].flatMap(([text, names]) => {
    if (rows.length === 1) return labelled("assumption", text, canvas);
    const named = [...names.slice(0, mostNamed), ...(names.length > mostNamed ? ["..."] : [])];
    return labelled("assumption", `${text} (${counted(names.length, "test")}: ${named.join(", ")})`, canvas);
  });
}
