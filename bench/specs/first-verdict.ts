import { builtFile, checkoutFile } from "../built.ts";
import { medianOf } from "../median.ts";
import { meterIn, type Usage } from "../meter.ts";
import { inTurn, type Progress } from "../rounds.ts";
import { withScratch } from "../scratch.ts";
import { optionWords, rowName, takesPart, ways } from "../ways.ts";

/** One line: how long a user waits for an answer, from the start of the process to its last line. */
export interface FirstVerdictRow extends Usage {
  readonly engine: string;
  readonly command: string;
}

/** A counterexample, a proof, and one that is as large as a user's own may be. */
const commands: readonly string[] = [
  "check pkvm-fixmap --variant v4-as-posted --property break-before-make",
  "check pkvm-fixmap --variant merged-with-isb-in-map",
  "check pkvm-fixmap --variant ipi-not-awaited --param peers=2",
];

interface Starter {
  readonly engine: string;
  readonly command: string;
  readonly words: readonly string[];
}

/** Times `walkcheck check` as a whole process, by each way, and as it starts from a checkout. */
export async function timeFirstVerdicts(
  { only, runs }: { readonly only: string; readonly runs: number },
  progress: Progress,
): Promise<readonly FirstVerdictRow[]> {
  const starters = commands.flatMap(startersOf).filter((starter) => starterText(starter).includes(only));
  return withScratch(async (scratch) => {
    const meter = await meterIn(scratch);
    const results = await inTurn(starters, runs, async (starter, round) => {
      const { words } = starter;
      // REFUTED is an answer too.
      const succeeds = (code: number): boolean => code === 0 || code === 1;
      const { usage } = await meter({ program: process.execPath, words, succeeds });
      progress(`run ${round} of ${runs}: ${starterText(starter)} ${usage.wallSeconds.toFixed(3)} s`);
      return usage;
    });
    return results.map(({ contender: { engine, command }, runs: all }) => ({
      engine,
      command,
      wallSeconds: medianOf(all, ({ wallSeconds }) => wallSeconds, 3),
      cpuSeconds: medianWhereMeasured(all, ({ cpuSeconds }) => cpuSeconds),
      peakMiB: medianWhereMeasured(all, ({ peakMiB }) => peakMiB),
    }));
  });
}

function startersOf(command: string): readonly Starter[] {
  const words = command.split(" ");
  const built = ways
    .filter((way) => way.space === "whole" && takesPart(way, "", "medium"))
    .map((way) => ({
      engine: rowName(way),
      command,
      words: [builtFile("cli/main.js"), ...words, ...optionWords(way)],
    }));
  return [
    ...built,
    { engine: "bin/walkcheck.mjs", command, words: [checkoutFile("bin/walkcheck.mjs"), ...words] },
  ];
}

function starterText({ engine, command }: Starter): string {
  return `${engine} ${command}`;
}

function medianWhereMeasured(all: readonly Usage[], of: (usage: Usage) => number | null): number | null {
  const measured = all.map(of).filter((value) => value !== null);
  return measured.length === 0 ? null : medianOf(measured, (value) => value, 3);
}
