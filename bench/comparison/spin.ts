import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Size } from "../fixmap/sizes.ts";
import { runProgram } from "../process.ts";
import type { Contender } from "./contender.ts";
import { measuredRun } from "./measured-run.ts";

const gccFlags = "-O3 -march=native -w -DSAFETY -DNOREDUCE".split(" ");

/** SPIN on `fixmap.pml`: depth-first, no partial-order reduction, which would visit fewer states. */
export async function spinContender(peers: string, size: Size, directory: string): Promise<Contender> {
  const { pes, pages, frames, rounds } = size;
  const macros = [`-DN=${pes}`, `-DV=${pages}`, `-DP=${frames}`, `-DR=${rounds}`, "-DMODE=0"];
  // Not by SPIN: the model's macros use more of the preprocessor than SPIN passes on.
  const { stdout } = await runProgram("gcc", ["-E", "-P", "-x", "c", ...macros, join(peers, "fixmap.pml")]);
  await writeFile(join(directory, "fixmap.pml"), stdout);
  await runProgram("spin", ["-a", "fixmap.pml"], directory);
  await runProgram("gcc", [...gccFlags, "-o", "pan", "pan.c"], directory);
  const counts = { states: /(\d+) states, stored/, rulesFired: /(\d+) transitions/ };
  return {
    engine: "spin-dfs",
    run: async () => {
      const run = await measuredRun(directory, "pan", ["-m1000000", "-w22"], counts);
      // It counts the initial state as a transition.
      return { ...run, rulesFired: run.rulesFired - 1 };
    },
  };
}
