/** Says what is under way, where somebody wants to know. */
export type Progress = (text: string) => void;

/** What every contender gave, run by run. */
export interface Rounds<C, R> {
  readonly contender: C;
  readonly runs: readonly R[];
}

/**
 * Runs all contenders in turn, several times round, so that a slow minute of the machine is shared by all. One after
 * the other: nothing else of ours runs while something is timed.
 */
export async function inTurn<C, R>(
  contenders: readonly C[],
  rounds: number,
  run: (contender: C, round: number) => Promise<R>,
): Promise<readonly Rounds<C, R>[]> {
  const results = contenders.map((contender) => ({ contender, runs: new Array<R>() }));
  for (let round = 1; round <= rounds; round++) {
    for (const result of results) result.runs.push(await run(result.contender, round));
  }
  return results;
}
