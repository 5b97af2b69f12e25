import { count } from "../../report/text/quantity.ts";
import { left, right, type Table } from "../table.ts";
import type { FirstVerdictRow } from "./first-verdict.ts";
import type { SearchRow } from "./searches.ts";

/** Times of searches alone. The share of firings from tries is shown where an engine counts them. */
export function searchTable(rows: readonly SearchRow[]): Table {
  const hasTries = rows.some(({ fromTries }) => fromTries !== null);
  const numbers = ["searches", "states", "rules fired", "time", "states/s", "peak"];
  return {
    columns: [
      left("workload"),
      left("engine"),
      ...numbers.map(right),
      ...(hasTries ? [right("from tries")] : []),
    ],
    rows: rows.map((row) => [
      row.workload,
      row.engine,
      count(row.searches),
      count(row.states),
      count(row.rulesFired),
      `${row.seconds.toFixed(3)} s`,
      count(row.states / row.seconds),
      `${count(row.peakMiB)} MiB`,
      ...(hasTries ? [share(row)] : []),
    ]),
  };
}

function share({ fromTries, rulesFired }: SearchRow): string {
  return fromTries === null ? "-" : `${((100 * fromTries) / rulesFired).toFixed(1)} %`;
}

/** How long users wait. */
export function firstVerdictTable(rows: readonly FirstVerdictRow[]): Table {
  return {
    columns: [left("walkcheck ..."), left("engine"), ...["wall", "CPU", "peak"].map(right)],
    rows: rows.map((row) => [
      row.command,
      row.engine,
      `${row.wallSeconds.toFixed(3)} s`,
      row.cpuSeconds === null ? "-" : `${row.cpuSeconds.toFixed(3)} s`,
      row.peakMiB === null ? "-" : `${count(row.peakMiB)} MiB`,
    ]),
  };
}
