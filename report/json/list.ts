import type { Spec } from "../../specs/spec.ts";

/** The catalogue as data. */
export function listJson(specs: readonly Spec[]): readonly unknown[] {
  return specs.map(({ name, about, variants, parameters, properties }) => ({
    name,
    about,
    variants: Object.entries(variants).map(([variant, { about: difference, setting }]) => ({
      name: variant,
      about: difference,
      setting: setting ?? {},
    })),
    parameters: Object.entries(parameters).map(([parameter, { about: meaning, values }]) => ({
      name: parameter,
      about: meaning,
      values,
      default: values[0],
    })),
    properties: Object.entries(properties).map(([property, because]) => ({ name: property, because })),
  }));
}
