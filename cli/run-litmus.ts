import { basename } from "node:path";
import { litmusFiles } from "../frontend/litmus/at-file.ts";
import { runBatch } from "../frontend/litmus/batch/batch.ts";
import { kindOf, type Kinds } from "../frontend/litmus/kinds.ts";
import type { LitmusOutcome } from "../frontend/litmus/result.ts";
import { statusOf } from "../frontend/litmus/status.ts";
import { litmusJson } from "../report/json/litmus.ts";
import { jsonText } from "../report/json/value.ts";
import { isFailed, isRefused, type LitmusRow } from "../report/litmus-row.ts";
import { litmusSummary } from "../report/terminal/litmus-summary.ts";
import { litmusTable } from "../report/terminal/litmus-table.ts";
import { litmusTestLines } from "../report/terminal/litmus-test.ts";
import type { Arguments } from "./arguments.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import {
  requestedKinds,
  requestedLitmus,
  requestedThreads,
  requestedTraces,
  testAgain,
} from "./litmus-request.ts";
import { LitmusStatusLine } from "./litmus-status-line.ts";
import { options } from "./options.ts";
import type { Session } from "./session.ts";

/** What `walkcheck litmus` does. */
export async function runLitmusCommand(args: Arguments, session: Session): Promise<ExitCode> {
  const files = litmusFiles(args.operands);
  const litmus = requestedLitmus(args, session);
  const kinds = requestedKinds(args, session);
  const against = kinds === null ? null : { kinds, ets2: litmus.features.ets2 };
  const print = args.get(options.json) ? null : textPrinter(files, kinds, args, session);
  const rows: LitmusRow[] = [];
  const status = new LitmusStatusLine(files.length, session.output);
  const batch = {
    workers: requestedThreads(args, files.length),
    onBegin: (file: string, ended: number) => status.begin(file, ended),
  };
  try {
    for await (const outcome of runBatch(files, litmus, batch)) {
      const row = rowOf(files[rows.length] ?? "", outcome, against);
      rows.push(row);
      print?.row(row);
    }
  } finally {
    status.end();
  }
  if (print === null) session.output.print(jsonText(litmusJson(rows)));
  else print.summary(rows);
  return exitCodeOf(rows);
}

/** The verdicts to compare with; null: none. */
interface Expected {
  readonly kinds: Kinds;
  readonly ets2: boolean;
}

function rowOf(file: string, outcome: LitmusOutcome | null, against: Expected | null): LitmusRow {
  const kind = outcome === null || against === null ? null : kindOf(against.kinds, outcome.name, file);
  const expected = (against?.ets2 === true ? kind?.expectedEts2 : kind?.expected) ?? null;
  return { file, outcome, expected, status: statusOf(outcome, expected, against !== null) };
}

/** A wrong verdict is the worst news, then what was refused, then what has no verdict. */
function exitCodeOf(rows: readonly LitmusRow[]): ExitCode {
  const has = (...statuses: readonly LitmusRow["status"][]): boolean =>
    rows.some(({ status }) => statuses.includes(status));
  if (has("unsound", "too weak")) return exitCode.unexpected;
  if (rows.some(isRefused)) return exitCode.badInput;
  return has("undecided", "not run") ? exitCode.undecided : exitCode.ok;
}

/** Prints tests as they end, and all that is to be said of them after the last. */
interface TextPrinter {
  readonly row: (row: LitmusRow) => void;
  readonly summary: (rows: readonly LitmusRow[]) => void;
}

function textPrinter(
  files: readonly string[],
  kinds: Kinds | null,
  args: Arguments,
  { output, canvas }: Session,
): TextPrinter {
  const names = files.map((file) => basename(file, ".litmus"));
  const table = litmusTable(names, kinds !== null, canvas);
  const traces = requestedTraces(args);
  const line = (text: string): void => output.print(`${text}\n`);
  line(table.heading());
  return {
    row: (row) => {
      if (row.status === "not run") return;
      line(table.line(row));
      litmusTestLines(row, files.length === 1, traces, canvas).forEach(line);
    },
    summary: (rows) => {
      const reproduce = rows.filter(isFailed).map(({ file }) => testAgain(file, args));
      const compared =
        kinds === null ? null : { file: args.get(options.kinds) ?? "", others: othersIn(kinds, rows) };
      output.print(litmusSummary({ rows, kinds: compared, reproduce }, canvas));
    },
  };
}

/** How many tests a kinds file names beside those given. */
function othersIn(kinds: Kinds, rows: readonly LitmusRow[]): number {
  const given = new Set(
    rows.map(({ file, outcome }) => kindOf(kinds, outcome?.name ?? basename(file, ".litmus"), file)),
  );
  return [...kinds.values()].flat().filter((kind) => !given.has(kind)).length;
}
