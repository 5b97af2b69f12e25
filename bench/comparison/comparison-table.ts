import { count } from "../../report/text/quantity.ts";
import { left, right, type Table } from "../table.ts";
import type { Compared } from "./compare.ts";

/** Those that others are compared with, where they took part. */
const yardsticks = ["rumur", "spin-dfs", "rumur-symmetry"];

/** The comparison; the last columns are how many times less CPU time than the yardsticks. */
export function comparisonTable(all: readonly Compared[]): Table {
  const others = yardsticks.filter((name) => all.some(({ engine }) => engine === name));
  const numbers = ["states", "rules fired", "CPU", "wall", "states/CPU s", "peak", "peak/state"];
  return {
    columns: [left("size"), left("engine"), ...[...numbers, ...others.map((name) => `x ${name}`)].map(right)],
    rows: all.map((one) => [
      one.size,
      one.engine,
      count(one.states),
      count(one.rulesFired),
      `${one.cpuSeconds.toFixed(2)} s`,
      `${one.wallSeconds.toFixed(2)} s`,
      count(one.states / one.cpuSeconds),
      `${count(one.peakMiB)} MiB`,
      `${count((one.peakMiB * 2 ** 20) / one.states)} B`,
      ...others.map((name) => ratio(one, name, all)),
    ]),
  };
}

/** How many times less CPU time than the other one at the same size. */
function ratio(one: Compared, name: string, all: readonly Compared[]): string {
  const other = all.find(({ engine, size }) => engine === name && size === one.size);
  return other === undefined ? "-" : (other.cpuSeconds / one.cpuSeconds).toFixed(2);
}
