import { expectedCounts, type SizeName } from "../fixmap/sizes.ts";
import { medianOf } from "../median.ts";
import { inTurn, type Progress } from "../rounds.ts";
import type { Contender, Run } from "./contender.ts";

/** One line of the comparison: medians over the runs. */
export interface Compared extends Run {
  readonly engine: string;
  readonly size: SizeName;
}

/** Runs all contenders at a size in turn; what any of them counts differently is an error. */
export async function compare(
  contenders: readonly Contender[],
  size: SizeName,
  rounds: number,
  progress: Progress = () => undefined,
): Promise<readonly Compared[]> {
  const results = await inTurn(contenders, rounds, async (contender, round) => {
    const run = await checkedRun(contender, size);
    progress(`${size}, run ${round} of ${rounds}: ${contender.engine} ${run.cpuSeconds.toFixed(2)} s CPU`);
    return run;
  });
  return results.map(({ contender, runs }) => ({
    engine: contender.engine,
    size,
    ...expectedCounts(size, contender.space),
    cpuSeconds: medianOf(runs, (run) => run.cpuSeconds, 3),
    wallSeconds: medianOf(runs, (run) => run.wallSeconds, 3),
    peakMiB: medianOf(runs, (run) => run.peakMiB, 1),
  }));
}

/** A run that visited all there is, and not more: times of anything else say nothing. */
async function checkedRun(contender: Contender, size: SizeName): Promise<Run> {
  const run = await contender.run();
  const { states, rulesFired } = expectedCounts(size, contender.space);
  if (run.states === states && run.rulesFired === rulesFired) return run;
  const counted = `${run.states} states and ${run.rulesFired} firings`;
  throw new Error(`${contender.engine} at ${size}: ${counted}, not ${states} and ${rulesFired}`);
}
