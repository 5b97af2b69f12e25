import { check, type CheckResult, type EagerMode } from "../../checker/index.ts";
import { compile, type MachineState, type Features } from "../../model/index.ts";
import { fixmapScenario } from "../../specs/pkvm-fixmap/scenario.ts";
import type { FixmapVariant } from "../../specs/pkvm-fixmap/variants.ts";
import { settingOf } from "../specs/pkvm-fixmap/settings.ts";
import { tableOf } from "./table.ts";

interface Reduction {
  readonly title: string;
  readonly walks: Features["walks"];
  readonly eager: EagerMode;
}

const reductions: readonly Reduction[] = [
  { title: "sets, folded", walks: "may-be-cached", eager: "fold" },
  { title: "sets, off", walks: "may-be-cached", eager: "off" },
  { title: "walks, folded", walks: "explicit", eager: "fold" },
  { title: "walks, off", walks: "explicit", eager: "off" },
];

/** A variant with and without the reductions, in the order of the table. */
export interface Reduced {
  readonly variant: FixmapVariant;
  readonly results: readonly CheckResult<MachineState>[];
}

/** Visits all of a variant under each combination of reductions. */
export async function reduce(variant: FixmapVariant): Promise<Reduced> {
  const scenario = fixmapScenario(variant, settingOf(variant));
  const results: CheckResult<MachineState>[] = [];
  for (const { walks, eager } of reductions) {
    const model = compile({ ...scenario, features: { ...scenario.features, walks } });
    results.push(await check(model, { eager, exhaust: true }));
  }
  return { variant, results };
}

/** The table of the document, laid out as the formatter of the repository does. */
export function reductionsTable(rows: readonly Reduced[]): string {
  const count = (states: number): string => states.toLocaleString("en-US");
  const cells = rows.map(({ variant, results }) => {
    const states = results.map(({ statistics }) => statistics.states);
    const [reduced = 1] = states;
    const factor = (states.at(-1) ?? reduced) / reduced;
    return [variant, ...states.map(count), factor < 10 ? factor.toFixed(1) : count(Math.round(factor))];
  });
  return tableOf(
    ["variant", ...reductions.map(({ title }) => title), "factor"],
    cells,
    (column) => column > 0,
  );
}
