import { catalogue } from "../../specs/catalogue.ts";
import type { Spec } from "../../specs/spec.ts";
import { plannedRuns, search, type Workload } from "./workload.ts";

/** Every spec of the catalogue that has something to search. */
export function wholeSpecs(): readonly Workload[] {
  return catalogue
    .filter((spec) => plannedRuns(spec).length > 0)
    .map(({ name }) => ({ spec: name, variant: null, changes: {} }));
}

/** The `most` largest variants of each spec, at their own settings. */
export async function variantsBySize(most: number): Promise<readonly Workload[]> {
  const each = await Promise.all(catalogue.map((spec) => largestVariants(spec, most)));
  return each.flat();
}

async function largestVariants(spec: Spec, most: number): Promise<readonly Workload[]> {
  const sized: { readonly workload: Workload; readonly states: number }[] = [];
  for (const variant of new Set(plannedRuns(spec).map(({ variant }) => variant))) {
    const workload = { spec: spec.name, variant, changes: {} };
    const [statistics] = await search(workload, {});
    sized.push({ workload, states: statistics?.states ?? 0 });
  }
  return sized
    .toSorted((a, b) => b.states - a.states)
    .slice(0, most)
    .map(({ workload }) => workload);
}
