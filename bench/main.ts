import { Diagnostic } from "../checker/diagnostic.ts";
import { mustBeBuilt } from "./built.ts";
import { comparison } from "./comparison/main.ts";
import { comparisonTable } from "./comparison/comparison-table.ts";
import { machineLine } from "./docs/machine.ts";
import { updateDocs } from "./docs/update.ts";
import { helpLines } from "./help.ts";
import { readOptions, type Options } from "./options.ts";
import type { Progress } from "./rounds.ts";
import { timeFirstVerdicts } from "./specs/first-verdict.ts";
import { timeSearches } from "./specs/searches.ts";
import { firstVerdictTable, searchTable } from "./specs/tables.ts";
import { textTable } from "./table.ts";

/*
 * Two benchmarks: with --size, engines and other model checkers on one protocol; otherwise engines on the catalogue. With
 * --update-docs, both, for the document.
 */

try {
  mustBeBuilt();
  await main(readOptions(process.argv.slice(2), process.env));
} catch (error) {
  // Whatever it is (a count that differs, a program that fails), its message says what and where.
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof Diagnostic ? 2 : 1;
}

async function main(options: Options): Promise<void> {
  const { task } = options;
  switch (task.kind) {
    case "help":
      print(helpLines());
      return;
    case "comparison":
      await compareEngines({ ...options, ...task, progress: progress("terminal") });
      return;
    case "specs":
      await timeSpecs(options);
      return;
    case "docs":
      // Hours, perhaps: what is under way is told wherever the output goes.
      await updateDocs({ ...options, ...task, progress: progress("always") });
      return;
  }
}

async function compareEngines(options: Options & Parameters<typeof comparison>[0]): Promise<void> {
  const { compared, absent } = await comparison(options);
  for (const { engine, because } of absent) process.stderr.write(`${engine}: ${because}\n`);
  if (options.json) {
    print([JSON.stringify(compared, null, 2)]);
    return;
  }
  print([
    ...textTable(comparisonTable(compared)),
    "",
    `medians of ${options.runs}: ${await machineLine()}`,
    "Whole processes, in turn; CPU is user and system time, and x says how many times less of it.",
    "Building walkcheck and compiling the models of the others is not counted, Node's start is.",
  ]);
}

async function timeSpecs(options: Options): Promise<void> {
  const tell = progress("terminal");
  const search = await timeSearches(options, tell);
  const firstVerdict = await timeFirstVerdicts(options, tell);
  if (options.json) {
    print([JSON.stringify({ search, firstVerdict }, null, 2)]);
    return;
  }
  if (search.length + firstVerdict.length === 0) {
    throw new Diagnostic({ kind: "unknown-name", what: `--only ${options.only}: no row contains this` });
  }
  const tables = [
    ...(search.length === 0 ? [] : [searchTable(search)]),
    ...(firstVerdict.length === 0 ? [] : [firstVerdictTable(firstVerdict)]),
  ];
  for (const table of tables) print([...textTable(table), ""]);
  print([
    `medians of ${options.runs}, a fresh process each: ${await machineLine()}`,
    "The first table times searches alone, the second whole processes.",
  ]);
}

/** To standard error, if anybody is there to see it, or in any case. */
function progress(where: "terminal" | "always"): Progress {
  if (where === "terminal" && process.stderr.isTTY !== true) return () => undefined;
  return (text) => process.stderr.write(`${text}\n`);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
