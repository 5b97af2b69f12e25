import { median } from "../measurement.ts";
import { sizes, type SizeName } from "../fixmap/sizes.ts";
import type { Contender, Run } from "./contender.ts";

/** One line of the comparison: medians over the runs. */
export interface Compared extends Run {
  readonly engine: string;
  readonly size: SizeName;
}

/** Runs all contenders in turn, several times round, so that a slow minute of the machine is shared by all. */
export async function compare(
  contenders: readonly Contender[],
  size: SizeName,
  runs: number,
): Promise<readonly Compared[]> {
  const results = contenders.map((contender) => ({ contender, runs: new Array<Run>() }));
  for (let round = 0; round < runs; round++) {
    for (const result of results) result.runs.push(await checkedRun(result.contender, size));
  }
  return results.map(({ contender, runs: all }) => {
    const medianOf = (of: (run: Run) => number) => median(all.map(of));
    return {
      engine: contender.engine,
      size,
      states: medianOf((run) => run.states),
      rulesFired: medianOf((run) => run.rulesFired),
      cpuSeconds: round(
        medianOf((run) => run.cpuSeconds),
        3,
      ),
      wallSeconds: round(
        medianOf((run) => run.wallSeconds),
        3,
      ),
      peakMiB: round(
        medianOf((run) => run.peakMiB),
        1,
      ),
    };
  });
}

/** A run that visited all there is, and not more: times of anything else say nothing. */
async function checkedRun(contender: Contender, size: SizeName): Promise<Run> {
  const run = await contender.run();
  const { states, rulesFired } = sizes[size].expected;
  if (run.states === states && run.rulesFired === rulesFired) return run;
  const counted = `${run.states} states and ${run.rulesFired} firings`;
  throw new Error(`${contender.engine} at ${size}: ${counted}, not ${states} and ${rulesFired}`);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
