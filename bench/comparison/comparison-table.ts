import { count } from "../../report/text/quantity.ts";
import { table, type Column } from "../../report/text/table.ts";
import type { Compared } from "./compare.ts";

const right = (title: string): Column => ({ title, align: "right" });
const reference = ["rumur", "spin-dfs"];

/** The comparison for people; the ratios are how many times less CPU time than Rumur, and than SPIN. */
export function comparisonTable(all: readonly Compared[]): readonly string[] {
  const others = all.filter(({ engine }) => reference.includes(engine));
  const columns = [
    { title: "engine" },
    ...["states", "rules fired", "CPU", "wall", "states/CPU s", "peak"].map(right),
    ...others.map(({ engine }) => right(`x ${engine}`)),
  ];
  return table(
    columns,
    all.map((one) => [
      one.engine,
      count(one.states),
      count(one.rulesFired),
      `${one.cpuSeconds.toFixed(2)} s`,
      `${one.wallSeconds.toFixed(2)} s`,
      count(one.states / one.cpuSeconds),
      `${Math.round(one.peakMiB)} MiB`,
      ...others.map((other) => (other.cpuSeconds / one.cpuSeconds).toFixed(2)),
    ]),
  );
}
