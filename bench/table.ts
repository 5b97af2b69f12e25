import { count } from "../report/text/quantity.ts";
import { table } from "../report/text/table.ts";
import type { Measurement } from "./measurement.ts";

const columns = [
  { title: "engine" },
  { title: "spec" },
  { title: "variant" },
  { title: "states", align: "right" },
  { title: "rules fired", align: "right" },
  { title: "time", align: "right" },
  { title: "states/s", align: "right" },
  { title: "peak", align: "right" },
] as const;

/** The measurements for people. */
export function benchTable(measurements: readonly Measurement[]): readonly string[] {
  return table(
    columns,
    measurements.map((m) => [
      m.engine,
      m.spec,
      m.variant,
      count(m.states),
      count(m.rulesFired),
      `${m.seconds.toFixed(3)} s`,
      count(m.states / m.seconds),
      `${m.peakMiB} MiB`,
    ]),
  );
}
