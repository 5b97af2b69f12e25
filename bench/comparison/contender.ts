import type { Space } from "../ways.ts";

/** What a model checker says that it visited. */
export interface Counts {
  readonly states: number;
  readonly rulesFired: number;
}

/** What one run of a whole process visited and took. */
export interface Run extends Counts {
  /** User and system time. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Peak resident memory, the run-time system included. */
  readonly peakMiB: number;
}

/** An engine that can be run on the protocol, ready to go: what had to be compiled is. */
export interface Contender {
  /** `walkcheck-flyweight`, `rumur`. */
  readonly engine: string;
  readonly space: Space;
  /** Runs it once in a fresh process. */
  run(): Promise<Run>;
}

/** A contender that cannot take part, and what to do about it. */
export interface Absent {
  readonly engine: string;
  readonly because: string;
}
