import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { sizes, type SizeName } from "../fixmap/sizes.ts";
import type { Meter } from "../meter.ts";
import { isInstalled } from "../process.ts";
import type { Absent, Contender } from "./contender.ts";
import type { Peer, Site } from "./peer.ts";
import { rumurs } from "./rumur.ts";
import { spins } from "./spin.ts";
import { tlc } from "./tlc.ts";

/** The other model checkers, in the order of the tables. */
export const peers: readonly Peer[] = [...rumurs, ...spins, tlc];

/** What the user has of them beyond what is installed. */
export interface PeerFiles {
  /** The directory of their models, or null. */
  readonly models: string | null;
  /** TLC's jar, or null. */
  readonly jar: string | null;
}

/** Why a peer cannot take part, and what to do about it; null when it can. */
export function absence(peer: Peer, { models, jar }: PeerFiles): string | null {
  const missing = peer.needs.filter(({ program }) => !isInstalled(program));
  if (missing.length > 0) {
    const packages = missing.map((needed) => needed.package).join(" ");
    return `not installed; on Debian: apt-get install ${packages}`;
  }
  if (peer.needsJar === true) {
    if (jar === null)
      return "its tla2tools.jar, of the releases of tlaplus, is not given: --tlc JAR says where it is";
    if (!existsSync(jar)) return `there is no ${jar}: --tlc JAR says where its tla2tools.jar is`;
  }
  const next = "--peers DIR, or WALKCHECK_PEERS in the environment, says where it is";
  if (models === null) return `its model ${peer.model} is not part of walkcheck: ${next}`;
  return existsSync(join(models, peer.model)) ? null : `there is no ${peer.model} in ${models}: ${next}`;
}

/**
 * Those of the peers that can take part, compiled for the size; and those that cannot.
 *
 * @param scratch a directory to compile in
 */
export async function peerContenders(
  chosen: readonly Peer[],
  files: PeerFiles,
  size: SizeName,
  scratch: string,
  meter: Meter,
): Promise<{ readonly present: readonly Contender[]; readonly absent: readonly Absent[] }> {
  const present: Contender[] = [];
  const absent: Absent[] = [];
  for (const peer of chosen) {
    const because = absence(peer, files);
    if (because !== null || files.models === null) {
      absent.push({ engine: peer.engine, because: because ?? "its model is not given" });
      continue;
    }
    const directory = join(scratch, `${peer.engine}-${size}`);
    await mkdir(directory);
    const jar = files.jar === null ? null : resolve(files.jar);
    present.push(
      await prepared(peer, { models: resolve(files.models), size: sizes[size], directory, jar }, meter),
    );
  }
  return { present, absent };
}

async function prepared(peer: Peer, site: Site, meter: Meter): Promise<Contender> {
  const command = await peer.prepare(site);
  const { engine, space } = peer;
  return {
    engine,
    space,
    run: async () => {
      const { stdout, usage } = await meter(command);
      const { cpuSeconds, wallSeconds, peakMiB } = usage;
      if (cpuSeconds === null || peakMiB === null)
        throw new Error(`${engine}: nothing can measure it without gcc`);
      return { ...peer.counts(stdout), cpuSeconds, wallSeconds, peakMiB };
    },
  };
}
