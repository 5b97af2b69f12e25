import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "../meter.ts";
import { runProgram } from "../process.ts";
import type { Counts } from "./contender.ts";
import { gcc, numberIn, type Peer, type Site } from "./peer.ts";

const gccFlags = "-O3 -march=native -w -DSAFETY -DNOREDUCE".split(" ");

/** SPIN on `fixmap.pml`: without its partial-order reduction, which would visit fewer states. */
export const spins: readonly Peer[] = [
  spin("spin-dfs"),
  spin("spin-bfs", "-DBFS"),
  spin("spin-collapse", "-DCOLLAPSE"),
];

function spin(engine: string, ...macros: readonly string[]): Peer {
  return {
    engine,
    space: "whole",
    model: "fixmap.pml",
    needs: [{ program: "spin", package: "spin" }, gcc],
    prepare: (site) => prepare(site, macros),
    counts: spinCounts,
  };
}

/** `9244 states, stored` and `45425 transitions (= stored+matched)`: the initial state counts as a transition. */
export function spinCounts(stdout: string): Counts {
  return {
    states: numberIn(stdout, /^\s*(\d+) states, stored/m, "spin", "states it stored"),
    rulesFired: numberIn(stdout, /^\s*(\d+) transitions \(/m, "spin", "transitions it took") - 1,
  };
}

async function prepare({ models, size, directory }: Site, macros: readonly string[]): Promise<Command> {
  const { pes, pages, frames, rounds } = size;
  const constants = [`-DN=${pes}`, `-DV=${pages}`, `-DP=${frames}`, `-DR=${rounds}`, "-DMODE=0"];
  // Not by SPIN: the model's macros use more of the preprocessor than SPIN passes on.
  const words = ["-E", "-P", "-x", "c", ...constants, join(models, "fixmap.pml")];
  const { stdout } = await runProgram("gcc", words, { directory });
  await writeFile(join(directory, "fixmap.pml"), stdout);
  await runProgram("spin", ["-a", "fixmap.pml"], { directory });
  const source = join(directory, "pan.c");
  await writeFile(source, withExactCounts(await readFile(source, "utf8")));
  await runProgram("gcc", [...gccFlags, ...macros, "-o", "pan", "pan.c"], { directory });
  return { program: join(directory, "pan"), words: ["-m1000000", "-w22"], directory };
}

/** SPIN rounds what it counted to eight digits when it prints: counts of nine could not be compared. */
export function withExactCounts(source: string): string {
  return source.replaceAll("%9.8g", "%9.0f");
}
