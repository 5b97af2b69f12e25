import { noDeadlock } from "../checker/search/plan.ts";
import { cellOf, settingsOf } from "./expected.ts";
import { sameSetting, variantOf, variantSetting } from "./setting.ts";
import type { Setting, Spec } from "./spec.ts";
import { unknownName } from "./unknown-name.ts";

/** One search: a variant under a setting, with the properties that are judged in it. */
export interface Run {
  readonly spec: Spec;
  readonly variant: string;
  /** A value for every parameter. */
  readonly setting: Setting;
  readonly properties: readonly string[];
  /** Nothing was left out by request: a model's own deadlock check belongs to it. */
  readonly whole: boolean;
  /** Cells of the variant that are not run. Named by the first run of a variant only, so that they count once. */
  readonly skipped: readonly Skipped[];
}

/** A property that is not run, and why. */
export interface Skipped {
  readonly property: string;
  readonly kind: "pending" | "not-applicable";
  readonly reason: string;
  /** What a pending cell waits for. */
  readonly until: string | null;
}

/** The runs of a variant in the suite: its own setting first, then every setting that its expected cells mention. */
export function planVariant(spec: Spec, variant: string): readonly Run[] {
  return settingsOf(spec, variant).map((setting, index) => {
    const run = planRun(spec, variant, setting);
    return index === 0 ? run : { ...run, skipped: [] };
  });
}

/**
 * A run of the applicable properties of a variant, or of those asked for by name. What is not applicable to the variant as it
 * is may well be under another setting (a second vCPU): asked for by name, it is judged there.
 */
export function planRun(spec: Spec, variant: string, setting: Setting, asked: readonly string[] = []): Run {
  variantOf(spec, variant);
  const names = asked.length === 0 ? Object.keys(spec.properties) : [...new Set(asked)];
  const isJudged = Object.keys(spec.properties).some((name) => cellOf(spec, variant, name).kind === "judged");
  const changed = isJudged && !sameSetting(setting, variantSetting(spec, variant));
  const properties: string[] = [];
  const skipped: Skipped[] = [];
  for (const property of names) {
    if (!isProperty(spec, property)) throw unknownProperty(spec, property);
    const cell = cellOf(spec, variant, property);
    switch (cell.kind) {
      case "judged":
        properties.push(property);
        break;
      case "not-applicable":
        if (changed && asked.length > 0) properties.push(property);
        else skipped.push({ property, kind: cell.kind, reason: cell.reason, until: null });
        break;
      case "pending":
        skipped.push({ property, kind: cell.kind, reason: cell.reason, until: cell.until });
        break;
    }
  }
  return { spec, variant, setting, properties, whole: asked.length === 0, skipped };
}

function isProperty(spec: Spec, name: string): boolean {
  return name === noDeadlock || Object.hasOwn(spec.properties, name);
}

function unknownProperty(spec: Spec, name: string): Error {
  const among = Object.keys(spec.properties);
  return unknownName({ what: "property", plural: "properties", name, among, of: spec.name });
}
