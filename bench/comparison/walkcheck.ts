import { check, type EngineName } from "../../checker/index.ts";
import { fixmapModel } from "../fixmap/model.ts";
import { sizes, type SizeName } from "../fixmap/sizes.ts";
import { runSelf } from "../process.ts";
import type { Contender, Run } from "./contender.ts";

/** What this process can say of itself; how long it took as a whole is for who started it. */
type OwnRun = Omit<Run, "wallSeconds">;

/** A walkcheck engine, in a fresh process per run; Node's start and the loading of walkcheck are counted. */
export function walkcheckContender(engine: EngineName, size: SizeName): Contender {
  return {
    engine: `walkcheck-${engine}`,
    run: async () => {
      const start = performance.now();
      const own: OwnRun = JSON.parse(await runSelf(["--size", size, engine]));
      return { ...own, wallSeconds: (performance.now() - start) / 1000 };
    },
  };
}

/** Explores the protocol in this process, which does nothing else. */
export async function runAlone(engine: EngineName, size: SizeName): Promise<OwnRun> {
  const { verdict, statistics } = await check(fixmapModel(sizes[size], "correct"), {
    engine,
    exhaust: true,
  });
  if (verdict !== "PROVED") throw new Error(`walkcheck-${engine} says ${verdict} of the correct protocol`);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return {
    states: statistics.states,
    rulesFired: statistics.rulesFired,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMiB: maxRSS / 1024,
  };
}
