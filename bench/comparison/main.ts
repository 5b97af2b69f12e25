import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engines } from "../engines.ts";
import type { SizeName } from "../fixmap/sizes.ts";
import { compare } from "./compare.ts";
import { comparisonTable } from "./comparison-table.ts";
import { peerContenders } from "./peers.ts";
import { walkcheckContender } from "./walkcheck.ts";

/** What to compare at which size. */
export interface ComparisonOptions {
  readonly size: SizeName;
  /** Where the models for the other tools are. */
  readonly peers: string | null;
  readonly runs: number;
  /** Only engines whose name contains this. */
  readonly only: string;
  readonly json: boolean;
}

/** What the reference engine is run at without being asked for by name: it is there to be right. */
const referenceSizes: readonly SizeName[] = ["XS", "S"];

/** Compares engines on the one protocol that is also written for other model checkers; gives what to print. */
export async function comparison(options: ComparisonOptions): Promise<Printed> {
  const { size, only } = options;
  const walkcheck = engines
    .filter((name) => name !== "reference" || referenceSizes.includes(size) || only === "walkcheck-reference")
    .map((name) => walkcheckContender(name, size))
    .filter(({ engine }) => engine.includes(only));
  const scratch = await mkdtemp(join(tmpdir(), "walkcheck-bench-"));
  try {
    const { present, absent } = await peerContenders(options.peers, size, scratch, (engine) =>
      engine.includes(only),
    );
    const compared = await compare([...walkcheck, ...present], size, options.runs);
    const notes = absent.map(({ engine, because }) => `${engine}: ${because}`);
    if (options.json) return { output: [JSON.stringify(compared, null, 2)], notes };
    return {
      output: [
        ...comparisonTable(compared),
        "",
        `fixmap at ${size}: medians of ${options.runs}, whole processes in turn; CPU is user and system time`,
        "The columns x: times less CPU time. Compiling the models for rumur and spin is not counted, Node's start is.",
      ],
      notes,
    };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

interface Printed {
  readonly output: readonly string[];
  /** For standard error: who did not take part. */
  readonly notes: readonly string[];
}
