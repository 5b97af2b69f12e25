import { check, type Statistics } from "../../checker/index.ts";
import { buildModel } from "../../specs/build.ts";
import { catalogue } from "../../specs/catalogue.ts";
import { planVariant, type Run } from "../../specs/plan.ts";
import { execute } from "../../specs/run.ts";
import { settingFrom } from "../../specs/setting.ts";
import type { Setting, Spec } from "../../specs/spec.ts";
import { unknownName } from "../../specs/unknown-name.ts";
import type { Way } from "../ways.ts";

/** Something of the catalogue to search. */
export interface Workload {
  readonly spec: string;
  /** One variant, all of whose states are visited; or null: every run of the spec, as `walkcheck suite` plans them. */
  readonly variant: string | null;
  /** To the variant's own setting. */
  readonly changes: Setting;
}

/** As the table and `--only` name it: `pkvm-fixmap/ipi-not-awaited peers=2`. */
export function workloadText({ spec, variant, changes }: Workload): string {
  if (variant === null) return `${spec} (all of it)`;
  return [`${spec}/${variant}`, ...changeWords(changes)].join(" ");
}

/** The operands that `workloadFrom` reads back. */
export function workloadWords({ spec, variant, changes }: Workload): readonly string[] {
  return variant === null ? [spec] : [spec, variant, ...changeWords(changes)];
}

export function workloadFrom([spec = "", variant, ...words]: readonly string[]): Workload {
  const changes = words.map((word): [string, string] => {
    const [key = "", value = ""] = word.split("=");
    return [key, value];
  });
  return { spec, variant: variant ?? null, changes: Object.fromEntries(changes) };
}

/** Searches it in this process. */
export async function search(
  { spec, variant, changes }: Workload,
  options: Way["options"],
): Promise<readonly Statistics[]> {
  const found = specNamed(spec);
  if (variant !== null) {
    const model = buildModel(found, variant, settingFrom(found, variant, changes));
    const { statistics } = await model.open((opened) => check(opened, { ...options, exhaust: true }));
    return [statistics];
  }
  const all: Statistics[] = [];
  for (const run of plannedRuns(found)) all.push((await execute(run, options)).result.statistics);
  return all;
}

/** The runs of a spec in which anything is judged. */
export function plannedRuns(spec: Spec): readonly Run[] {
  return Object.keys(spec.variants)
    .flatMap((variant) => planVariant(spec, variant))
    .filter(({ properties }) => properties.length > 0);
}

function specNamed(name: string): Spec {
  const spec = catalogue.find((each) => each.name === name);
  if (spec === undefined) throw unknownName({ what: "spec", name, among: catalogue.map(({ name }) => name) });
  return spec;
}

function changeWords(changes: Setting): readonly string[] {
  return Object.entries(changes).map(([name, value]) => `${name}=${value}`);
}
