import type { Progress } from "../../checker/progress.ts";
import { bytes, count, seconds } from "../text/quantity.ts";

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
