import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { sizes, type SizeName } from "../fixmap/sizes.ts";
import { isInstalled } from "../process.ts";
import type { Absent, Contender } from "./contender.ts";
import { prepareMeasuring } from "./measured-run.ts";
import { rumurContender } from "./rumur.ts";
import { spinContender } from "./spin.ts";

/** The other model checkers, by the name of their program, which is also that of their Debian package. */
const peers = [
  { engine: "rumur", program: "rumur", model: "fixmap.m", contender: rumurContender },
  { engine: "spin-dfs", program: "spin", model: "fixmap.pml", contender: spinContender },
] as const;

/**
 * Those that are installed, compiled for the size.
 *
 * @param models the directory of their models, or null
 * @param scratch a directory to compile in
 */
export async function peerContenders(
  models: string | null,
  size: SizeName,
  scratch: string,
  isChosen: (engine: string) => boolean,
): Promise<{ readonly present: readonly Contender[]; readonly absent: readonly Absent[] }> {
  const present: Contender[] = [];
  const absent: Absent[] = [];
  for (const { engine, program, model, contender } of peers.filter((peer) => isChosen(peer.engine))) {
    const missing = [program, "gcc"].filter((needed) => !isInstalled(needed));
    if (missing.length > 0) {
      absent.push({ engine, because: `not installed; on Debian: apt-get install ${missing.join(" ")}` });
    } else if (models === null) {
      absent.push({
        engine,
        because: `its model ${model} is not part of walkcheck: --peers DIR says where it is`,
      });
    } else {
      const directory = join(scratch, engine);
      await mkdir(directory);
      await prepareMeasuring(directory);
      present.push(await contender(resolve(models), sizes[size], directory));
    }
  }
  return { present, absent };
}
