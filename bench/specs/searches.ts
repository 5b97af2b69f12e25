import { builtFile } from "../built.ts";
import { median, medianOf } from "../median.ts";
import { runProgram } from "../process.ts";
import { inTurn, type Progress } from "../rounds.ts";
import { rowName, takesPart, ways, type Way } from "../ways.ts";
import { variantsBySize, wholeSpecs } from "./workloads.ts";
import { workloadText, workloadWords, type Workload } from "./workload.ts";

/** What `alone/workload.ts` prints. */
interface Searched {
  readonly searches: number;
  readonly states: number;
  readonly rulesFired: number;
  readonly seconds: number;
  readonly fromTries: number | null;
  readonly peakMiB: number;
}

/** One line: medians over the runs. */
export interface SearchRow extends Searched {
  readonly engine: string;
  readonly workload: string;
}

interface Searcher {
  readonly way: Way;
  readonly workload: Workload;
}

/** Variants with a second peer: the catalogue's own settings are too small to tell engines apart. */
const larger: readonly Workload[] = ["ipi-not-awaited", "fixblock-without-lock", "no-dsb-after-tlbi"].map(
  (variant) => ({ spec: "pkvm-fixmap", variant, changes: { peers: "2" } }),
);

/**
 * Times the searches of whole specs, of the `largest` variants of each, and of what is larger than those. A fresh
 * process each time: in one that has warmed up, or has been spoilt for an engine by another, times mean something else.
 */
export async function timeSearches(
  options: { readonly largest: number; readonly only: string; readonly runs: number },
  progress: Progress,
): Promise<readonly SearchRow[]> {
  const { largest, only, runs } = options;
  const own = await variantsBySize(largest);
  const sized = [
    ...wholeSpecs().map((workload) => ({ workload, isSmall: false })),
    ...own.map((workload) => ({ workload, isSmall: true })),
    ...larger.map((workload) => ({ workload, isSmall: false })),
  ];
  const searchers = sized.flatMap(({ workload, isSmall }) =>
    ways
      .filter((way) => way.space === "whole" && takesPart(way, only, isSmall ? "small" : "medium"))
      .map((way): Searcher => ({ way, workload }))
      .filter((searcher) => searcherText(searcher).includes(only)),
  );
  const results = await inTurn(searchers, runs, async (searcher, round) => {
    const searched = await searchAlone(searcher);
    progress(`run ${round} of ${runs}: ${searcherText(searcher)} ${searched.seconds.toFixed(3)} s`);
    return searched;
  });
  return results.map(({ contender: { way, workload }, runs: all }) => ({
    engine: rowName(way),
    workload: workloadText(workload),
    searches: median(all.map(({ searches }) => searches)),
    states: median(all.map(({ states }) => states)),
    rulesFired: median(all.map(({ rulesFired }) => rulesFired)),
    seconds: medianOf(all, ({ seconds }) => seconds, 4),
    fromTries: all[0]?.fromTries ?? null,
    peakMiB: medianOf(all, ({ peakMiB }) => peakMiB, 1),
  }));
}

function searcherText({ way, workload }: Searcher): string {
  return `${rowName(way)} ${workloadText(workload)}`;
}

async function searchAlone({ way, workload }: Searcher): Promise<Searched> {
  const words = [builtFile("bench/alone/workload.js"), way.name, ...workloadWords(workload)];
  const { stdout } = await runProgram(process.execPath, words);
  const searched: Searched = JSON.parse(stdout);
  return searched;
}
