import type { Run } from "./plan.ts";
import { type Row, rowsOf, skippedRows } from "./row.ts";
import { execute, type RunOptions } from "./run.ts";

/** What one run contributes to the table of the suite. */
export interface SuiteRun {
  readonly run: Run;
  readonly rows: readonly Row[];
}

/** Runs one after the other until all are done or the signal asks to stop; an interrupted run has no rows. */
export async function* runSuite(runs: Iterable<Run>, options: RunOptions = {}): AsyncGenerator<SuiteRun> {
  for (const run of runs) {
    if (options.signal?.aborted === true) return;
    if (run.properties.length === 0) {
      yield { run, rows: skippedRows(run) };
      continue;
    }
    const outcome = await execute(run, options);
    if (outcome.result.hit?.kind === "interrupted") return;
    yield { run, rows: rowsOf(outcome) };
  }
}
