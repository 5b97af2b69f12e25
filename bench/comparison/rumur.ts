import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Size } from "../fixmap/sizes.ts";
import type { Command } from "../meter.ts";
import { runProgram } from "../process.ts";
import type { Space } from "../ways.ts";
import type { Counts } from "./contender.ts";
import { gcc, numberIn, type Peer, type Site } from "./peer.ts";

/** The flags that `rumur-run` uses. */
const gccFlags = "-std=c11 -O3 -march=native -mtune=native -flto -fwhole-program -mcx16".split(" ");

/** Rumur on `fixmap.m`, as walkcheck runs: one thread, no dead ends, and symmetry only where walkcheck uses it too. */
export const rumurs: readonly Peer[] = [
  rumur("rumur", "whole", "off"),
  rumur("rumur-symmetry", "symmetric", "exhaustive"),
];

function rumur(engine: string, space: Space, symmetry: "off" | "exhaustive"): Peer {
  return {
    engine,
    space,
    model: "fixmap.m",
    needs: [{ program: "rumur", package: "rumur" }, gcc],
    prepare: (site) => prepare(site, symmetry),
    counts: rumurCounts,
  };
}

/** `9244 states, 45424 rules fired in 0s.` */
export function rumurCounts(stdout: string): Counts {
  return {
    states: numberIn(stdout, /^\s*(\d+) states, \d+ rules fired/m, "rumur", "states it visited"),
    rulesFired: numberIn(stdout, /^\s*\d+ states, (\d+) rules fired/m, "rumur", "rules it fired"),
  };
}

async function prepare({ models, size, directory }: Site, symmetry: string): Promise<Command> {
  const model = withConstants(await readFile(join(models, "fixmap.m"), "utf8"), size);
  await writeFile(join(directory, "fixmap.m"), model);
  const options = `--quiet --threads 1 --symmetry-reduction ${symmetry} --deadlock-detection off`.split(" ");
  await runProgram("rumur", [...options, "--output", "fixmap.c", "fixmap.m"], { directory });
  await runProgram("gcc", [...gccFlags, "-o", "fixmap", "fixmap.c", "-lpthread", "-latomic"], { directory });
  return { program: join(directory, "fixmap"), words: [], directory };
}

/** The model with the constants at its head set. */
export function withConstants(model: string, { pes, pages, frames, rounds }: Size): string {
  const constants = { N: pes, V: pages, P: frames, R: rounds, MODE: 0 };
  return Object.entries(constants).reduce((text, [name, value]) => {
    const declaration = new RegExp(String.raw`^(\s*${name}):\s*\d+;`, "m");
    if (!declaration.test(text)) throw new Error(`fixmap.m has no constant ${name}`);
    return text.replace(declaration, `$1: ${value};`);
  }, model);
}
