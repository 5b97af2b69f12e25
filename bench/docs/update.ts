import { readFile, writeFile } from "node:fs/promises";
import { Diagnostic } from "../../checker/diagnostic.ts";
import { checkoutFile } from "../built.ts";
import { comparison } from "../comparison/main.ts";
import { comparisonTable } from "../comparison/comparison-table.ts";
import { absence, peers, type PeerFiles } from "../comparison/peers.ts";
import type { SizeName } from "../fixmap/sizes.ts";
import type { Progress } from "../rounds.ts";
import { timeFirstVerdicts } from "../specs/first-verdict.ts";
import { timeSearches } from "../specs/searches.ts";
import { firstVerdictTable, searchTable } from "../specs/tables.ts";
import { markdownTable, type Table } from "../table.ts";
import { ways, type Space } from "../ways.ts";
import { machineLine } from "./machine.ts";
import { withSection } from "./section.ts";
import { sizesTable } from "./sizes-table.ts";

/** What can be measured for the document. */
export const parts = ["comparison", "symmetry", "specs"] as const;
export type Part = (typeof parts)[number];

/** What to measure, and how. */
export interface UpdateOptions {
  readonly parts: readonly Part[];
  readonly sizes: readonly SizeName[];
  readonly runs: number;
  readonly largest: number;
  readonly files: PeerFiles;
  readonly progress: Progress;
}

const file = checkoutFile("docs/performance.md");

/** The sections of the document, by the names in their marks. */
export const sections = [
  "sizes",
  // By size: the larger ones take many minutes a run, and may be measured another day.
  ...(["comparison M", "comparison L", "comparison 3321"] as const),
  ...(["symmetry", "searches", "first-verdict"] as const),
] as const;
type Section = (typeof sections)[number];

/** Measures again what docs/performance.md says was measured. Each section is written as soon as it is known. */
export async function updateDocs(options: UpdateOptions): Promise<void> {
  refuseHalves(options);
  await write("sizes", markdownTable(sizesTable()));
  for (const part of options.parts) {
    if (part === "comparison") await updateSizes(options);
    if (part === "symmetry") await updateComparison("symmetry", "symmetric", options);
    if (part === "specs") await updateSpecs(options);
  }
}

async function updateSizes(options: UpdateOptions): Promise<void> {
  for (const size of options.sizes) {
    const section = sections.find((name) => name === `comparison ${size}`);
    if (section === undefined) {
      const next = `sizes of docs/performance.md: ${sections.filter((name) => name.startsWith("comparison")).join(", ")}`;
      throw new Diagnostic({ kind: "usage", what: `--size ${size}: the document has no table for it`, next });
    }
    await updateComparison(section, "whole", { ...options, sizes: [size] });
  }
}

async function updateComparison(name: Section, space: Space, options: UpdateOptions): Promise<void> {
  if (!ways.some((way) => way.space === space)) return;
  const { compared } = await comparison({ ...options, space, only: "" });
  await writeMeasured(name, comparisonTable(compared), options);
}

async function updateSpecs(options: UpdateOptions): Promise<void> {
  const { progress } = options;
  const all = { ...options, only: "" };
  await writeMeasured("searches", searchTable(await timeSearches(all, progress)), options);
  await writeMeasured("first-verdict", firstVerdictTable(await timeFirstVerdicts(all, progress)), options);
}

/** A table that has lost a column of others' is worse than an old one. TLC is not in Debian: it may be missing. */
function refuseHalves({ parts, files }: UpdateOptions): void {
  if (parts.every((part) => part === "specs")) return;
  for (const peer of peers) {
    const because = absence(peer, files);
    if (because === null || peer.needsJar === true) continue;
    throw new Diagnostic({
      kind: "usage",
      what: "--update-docs needs every model checker of the tables",
      why: `${peer.engine}: ${because}`,
    });
  }
}

async function writeMeasured(name: Section, table: Table, { runs }: UpdateOptions): Promise<void> {
  const date = new Date().toISOString().slice(0, 10);
  await write(name, [...markdownTable(table), "", `${date}, medians of ${runs}: ${await machineLine()}.`]);
}

async function write(name: Section, lines: readonly string[]): Promise<void> {
  await writeFile(file, withSection(await readFile(file, "utf8"), name, lines));
}
