import type { Progress } from "../../checker/progress.ts";
import { bytes, count, counted, seconds } from "../text/quantity.ts";

/** Where a long search is, in one line of at most `width` columns. */
export function statusLine(what: string, progress: Progress, width: number): string {
  const rate = progress.seconds > 0 ? progress.states / progress.seconds : 0;
  const { walks } = progress;
  const parts = [
    `${what}: ${count(progress.states)} states`,
    `${count(rate)} states/s`,
    ...(walks === undefined
      ? [`depth ${count(progress.depth)}`, `queue ${count(progress.frontier)}`]
      : [`${count(walks)} walks`, `${count(progress.frontier)} to come`]),
    bytes(progress.bytes),
    seconds(progress.seconds),
  ];
  return parts.join(", ").slice(0, Math.max(0, width - 1));
}

/** How far a batch of litmus tests is: those that have ended, and the one begun last. */
export interface LitmusProgress {
  readonly finished: number;
  readonly tests: number;
  readonly seconds: number;
  readonly latest: string;
}

/** Where a batch of litmus tests is, in one line of at most `width` columns. */
export function litmusStatusLine(progress: LitmusProgress, width: number): string {
  const { finished, tests, latest } = progress;
  const parts = [
    `litmus: ${count(finished)} of ${counted(tests, "test")}`,
    seconds(progress.seconds),
    latest,
  ];
  return parts.join(", ").slice(0, Math.max(0, width - 1));
}
