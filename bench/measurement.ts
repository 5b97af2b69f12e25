import type { EngineName } from "../checker/index.ts";
import { explore } from "./explore.ts";
import { modelOf, variantText, type Workload } from "./workload.ts";

/** One line of the benchmark. */
export interface Measurement {
  readonly engine: EngineName;
  readonly spec: string;
  readonly variant: string;
  readonly states: number;
  readonly rulesFired: number;
  /** Median over the runs. */
  readonly seconds: number;
  /** Peak resident memory of a process that did nothing else, Node itself included. */
  readonly peakMiB: number;
}

/** Explores a workload several times. For a process of its own: peak memory cannot be told apart otherwise. */
export async function measure(workload: Workload, engine: EngineName, runs: number): Promise<Measurement> {
  const model = modelOf(workload);
  const first = await explore(model, engine);
  const times = [first.seconds];
  while (times.length < runs) times.push((await explore(model, engine)).seconds);
  return {
    engine,
    spec: workload.spec,
    variant: variantText(workload),
    states: first.states,
    rulesFired: first.rulesFired,
    seconds: median(times),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** The middle one; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
