import { builtFile } from "../built.ts";
import type { SizeName } from "../fixmap/sizes.ts";
import type { Meter } from "../meter.ts";
import { rowName, type Way } from "../ways.ts";
import type { Contender, Run } from "./contender.ts";

/** What `alone/fixmap.ts` prints. */
type Own = Omit<Run, "wallSeconds">;

/** A way of walkcheck, in a fresh process per run; Node's start and the loading of walkcheck are counted. */
export function walkcheckContender(way: Way, size: SizeName, meter: Meter): Contender {
  const words = [builtFile("bench/alone/fixmap.js"), way.name, size];
  return {
    engine: rowName(way),
    space: way.space,
    run: async () => {
      const { stdout, usage } = await meter({ program: process.execPath, words });
      const own: Own = JSON.parse(stdout);
      return {
        states: own.states,
        rulesFired: own.rulesFired,
        cpuSeconds: usage.cpuSeconds ?? own.cpuSeconds,
        wallSeconds: usage.wallSeconds,
        peakMiB: usage.peakMiB ?? own.peakMiB,
      };
    },
  };
}
