import { buildModel } from "../specs/build.ts";
import { catalogue } from "../specs/catalogue.ts";
import { planVariant } from "../specs/plan.ts";
import { settingFrom } from "../specs/setting.ts";
import type { AnyModel, Setting } from "../specs/spec.ts";
import { explore } from "./explore.ts";

/** Something to explore completely: a variant of the catalogue, at its own setting or with changes. */
export interface Workload {
  readonly spec: string;
  readonly variant: string;
  readonly changes: Setting;
}

/** Variants with a second peer: the catalogue's own settings are too small to tell engines apart. */
const larger: readonly Workload[] = ["ipi-not-awaited", "fixblock-without-lock", "no-dsb-after-tlbi"].map(
  (variant) => ({ spec: "pkvm-fixmap", variant, changes: { peers: "2" } }),
);

/** The `most` largest variants of each spec, then the larger ones. */
export async function workloads(most: number): Promise<readonly Workload[]> {
  const own = await Promise.all(catalogue.map(({ name }) => largestVariants(name, most)));
  return [...own.flat(), ...larger];
}

/** As the table and `--only` name it: `ipi-not-awaited peers=2`. */
export function variantText({ variant, changes }: Workload): string {
  return [variant, ...Object.entries(changes).map(([name, value]) => `${name}=${value}`)].join(" ");
}

/** The model of a workload; its spec and variant are known to exist. */
export function modelOf({ spec, variant, changes }: Workload): AnyModel {
  const found = catalogue.find(({ name }) => name === spec);
  if (found === undefined) throw new Error(`there is no spec ${spec}`);
  return buildModel(found, variant, settingFrom(found, variant, changes));
}

async function largestVariants(name: string, most: number): Promise<readonly Workload[]> {
  const sized: { readonly workload: Workload; readonly states: number }[] = [];
  for (const variant of runnableVariants(name)) {
    const workload = { spec: name, variant, changes: {} };
    const { states } = await explore(modelOf(workload), "flyweight");
    sized.push({ workload, states });
  }
  return sized
    .toSorted((a, b) => b.states - a.states)
    .slice(0, most)
    .map(({ workload }) => workload);
}

function runnableVariants(name: string): readonly string[] {
  const spec = catalogue.find((each) => each.name === name);
  if (spec === undefined) return [];
  return Object.keys(spec.variants).filter(
    (variant) => planVariant(spec, variant)[0]?.properties.length !== 0,
  );
}
