import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "../process.ts";
import type { Run } from "./contender.ts";

const source = fileURLToPath(new URL("measured-run.c", import.meta.url));

/** Compiles into `directory` what `measuredRun` runs programs with. */
export async function prepareMeasuring(directory: string): Promise<void> {
  await runProgram("gcc", ["-O2", "-o", join(directory, "measured-run"), source]);
}

/** Runs a program of `directory`, and reads how many states and firings it printed. */
export async function measuredRun(
  directory: string,
  program: string,
  words: readonly string[],
  counts: { readonly states: RegExp; readonly rulesFired: RegExp },
): Promise<Run> {
  const { stdout, stderr } = await runProgram(
    join(directory, "measured-run"),
    [join(directory, program), ...words],
    directory,
  );
  const [cpu = Number.NaN, wall = Number.NaN, peak = Number.NaN] = (stderr.trimEnd().split("\n").at(-1) ?? "")
    .split(" ")
    .map(Number);
  return {
    states: printed(counts.states, stdout, program),
    rulesFired: printed(counts.rulesFired, stdout, program),
    cpuSeconds: cpu,
    wallSeconds: wall,
    peakMiB: peak / 1024,
  };
}

function printed(pattern: RegExp, text: string, program: string): number {
  const number = pattern.exec(text)?.[1];
  if (number === undefined) throw new Error(`${program} printed no ${pattern.source}:\n${text}`);
  return Number(number);
}
