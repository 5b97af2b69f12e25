import { Diagnostic } from "../../checker/diagnostic.ts";
import type { SizeName } from "../fixmap/sizes.ts";
import { meterIn } from "../meter.ts";
import type { Progress } from "../rounds.ts";
import { withScratch } from "../scratch.ts";
import { rowName, takesPart, ways, type Space, type Extent, type Way } from "../ways.ts";
import { compare, type Compared } from "./compare.ts";
import type { Absent } from "./contender.ts";
import { peerContenders, peers, type PeerFiles } from "./peers.ts";
import { walkcheckContender } from "./walkcheck.ts";

/** What to compare at which sizes. */
export interface ComparisonOptions {
  readonly sizes: readonly SizeName[];
  readonly space: Space;
  readonly files: PeerFiles;
  readonly runs: number;
  /** Only engines whose name contains this. */
  readonly only: string;
  readonly progress: Progress;
}

/** The rows, and who did not take part. */
export interface Comparison {
  readonly compared: readonly Compared[];
  readonly absent: readonly Absent[];
}

/** How long the slowest engines take. */
const extents: Readonly<Record<SizeName, Extent>> = {
  XS: "small",
  S: "small",
  M: "medium",
  L: "large",
  "3321": "large",
};

/** Compares engines on the one protocol that is also written for other model checkers. */
export async function comparison(options: ComparisonOptions): Promise<Comparison> {
  const { space, only, sizes, runs, progress } = options;
  const chosen = peers.filter((peer) => peer.space === space && peer.engine.includes(only));
  if (chosen.length === 0 && waysAt(null, options).length === 0) throw nobody(options);
  return withScratch(async (scratch) => {
    const meter = await meterIn(scratch);
    const compared: Compared[] = [];
    let missing: readonly Absent[] = [];
    for (const size of sizes) {
      const walkcheck = waysAt(size, options).map((way) => walkcheckContender(way, size, meter));
      const { present, absent } = await peerContenders(chosen, options.files, size, scratch, meter);
      compared.push(...(await compare([...walkcheck, ...present], size, runs, progress)));
      missing = absent;
    }
    return { compared, absent: missing };
  });
}

/** The ways of walkcheck that take part at a size, or at any. */
function waysAt(size: SizeName | null, { space, only }: ComparisonOptions): readonly Way[] {
  const extent = size === null ? "small" : extents[size];
  return ways.filter(
    (way) => way.space === space && rowName(way).includes(only) && takesPart(way, only, extent),
  );
}

function nobody({ space, only }: ComparisonOptions): Diagnostic {
  const names = ways.filter((way) => way.space === space).map(rowName);
  const others = peers.filter((peer) => peer.space === space).map(({ engine }) => engine);
  return new Diagnostic({
    kind: "unknown-name",
    what: `--only ${only}: no engine has this in its name`,
    next: `engines${space === "symmetric" ? " with --symmetry" : ""}: ${[...names, ...others].join(", ")}`,
  });
}
