import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Size } from "../fixmap/sizes.ts";
import { runProgram } from "../process.ts";
import type { Contender } from "./contender.ts";
import { measuredRun } from "./measured-run.ts";

/** The flags that `rumur-run` uses. */
const gccFlags = "-std=c11 -O3 -march=native -mtune=native -flto -fwhole-program -mcx16".split(" ");

/** Rumur on `fixmap.m`: one thread, no symmetry reduction, no dead ends, as walkcheck runs. Compiled in `directory`. */
export async function rumurContender(peers: string, size: Size, directory: string): Promise<Contender> {
  const model = withConstants(await readFile(join(peers, "fixmap.m"), "utf8"), size);
  await writeFile(join(directory, "fixmap.m"), model);
  const options = "--quiet --threads 1 --symmetry-reduction off --deadlock-detection off".split(" ");
  await runProgram("rumur", [...options, "--output", "fixmap.c", "fixmap.m"], directory);
  await runProgram("gcc", [...gccFlags, "-o", "fixmap", "fixmap.c", "-lpthread", "-latomic"], directory);
  const counts = { states: /(\d+) states, \d+ rules fired/, rulesFired: /\d+ states, (\d+) rules fired/ };
  return { engine: "rumur", run: () => measuredRun(directory, "fixmap", [], counts) };
}

/** The model with the constants at its head set. */
function withConstants(model: string, { pes, pages, frames, rounds }: Size): string {
  const constants = { N: pes, V: pages, P: frames, R: rounds, MODE: 0 };
  return Object.entries(constants).reduce((text, [name, value]) => {
    const declaration = new RegExp(String.raw`^(\s*${name}):\s*\d+;`, "m");
    if (!declaration.test(text)) throw new Error(`fixmap.m has no constant ${name}`);
    return text.replace(declaration, `$1: ${value};`);
  }, model);
}
