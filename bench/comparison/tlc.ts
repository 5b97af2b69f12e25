import { copyFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Size } from "../fixmap/sizes.ts";
import type { Command } from "../meter.ts";
import type { Counts } from "./contender.ts";
import { gcc, numberIn, type Peer, type Site } from "./peer.ts";

const javaFlags = ["-XX:+UseParallelGC", "-Dtlc2.tool.fp.FPSet.impl=tlc2.tool.fp.OffHeapDiskFPSet"];

/** TLC on `fixmap.tla`, one worker. Java's start and TLC's parsing are counted: they cannot be had separately. */
export const tlc: Peer = {
  engine: "tlc",
  space: "whole",
  model: "fixmap.tla",
  needs: [{ program: "java", package: "default-jre-headless" }, gcc],
  needsJar: true,
  prepare,
  counts: tlcCounts,
};

/**
 * `45425 states generated, 9244 distinct states found, 0 states left on queue.` The line with these numbers that TLC
 * shows while it runs begins with `Progress`. The states generated include the initial ones, which it tells before:
 * `Finished computing initial states: 1 distinct state generated at ...`.
 */
export function tlcCounts(stdout: string): Counts {
  if (!stdout.includes("Model checking completed. No error has been found.")) {
    throw new Error(`tlc did not prove the correct protocol; it printed:\n${stdout}`);
  }
  const initial = numberIn(
    stdout,
    /^Finished computing initial states: ([\d,]+) (?:distinct )?states? generated/m,
    "tlc",
    "initial states there are",
  );
  const total = String.raw`^([\d,]+) states generated, [\d,]+ distinct states found, 0 states left on queue\.`;
  const distinct = String.raw`^[\d,]+ states generated, ([\d,]+) distinct states found, 0 states left on queue\.`;
  return {
    states: numberIn(stdout, new RegExp(distinct, "m"), "tlc", "distinct states it found"),
    rulesFired: numberIn(stdout, new RegExp(total, "m"), "tlc", "states it generated") - initial,
  };
}

/** The model's configuration at a size. */
export function tlcConfiguration({ pes, pages, frames, rounds }: Size): string {
  const constants = { N: pes, V: pages, P: frames, R: rounds, Mode: 0 };
  return [
    "CONSTANTS",
    ...Object.entries(constants).map(([name, value]) => `  ${name} = ${value}`),
    "SPECIFICATION Spec",
    "INVARIANTS NoUseAfterRevoke BreakBeforeMake",
    "CHECK_DEADLOCK FALSE",
    "",
  ].join("\n");
}

async function prepare({ models, size, directory, jar }: Site): Promise<Command> {
  if (jar === null) throw new Error("tlc has no jar: --tlc tla2tools.jar names it");
  await copyFile(join(models, "fixmap.tla"), join(directory, "fixmap.tla"));
  await writeFile(join(directory, "fixmap.cfg"), tlcConfiguration(size));
  const options = ["-workers", "1", "-config", "fixmap.cfg", "-metadir", "states"];
  const words = [...javaFlags, "-cp", resolve(jar), "tlc2.TLC", ...options, "fixmap.tla"];
  return { program: "java", words, directory };
}
