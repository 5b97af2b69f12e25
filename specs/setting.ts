import type { Setting, Spec, Variant } from "./spec.ts";
import { unknownName } from "./unknown-name.ts";

/** The variant of that name; a diagnostic that lists the others when there is none. */
export function variantOf(spec: Spec, name: string): Variant {
  const variant = Object.hasOwn(spec.variants, name) ? spec.variants[name] : undefined;
  if (variant === undefined) {
    const meant = variantsOfLetter(spec, name);
    throw unknownName({ what: "variant", name, meant, among: Object.keys(spec.variants), of: spec.name });
  }
  return variant;
}

/** The variants that a description of the protocol calls by a letter: their `about` begins with it ("B: ..."). */
const variantsOfLetter = (spec: Spec, letter: string): readonly string[] =>
  Object.entries(spec.variants)
    .filter(([, { about }]) => about.toLowerCase().startsWith(`${letter.toLowerCase()}: `))
    .map(([name]) => name);

/** The complete setting a variant has by itself: the spec's defaults, then what the variant sets. */
export function variantSetting(spec: Spec, variant: string): Setting {
  const defaults = Object.entries(spec.parameters).map(([name, parameter]) => [name, parameter.values[0]]);
  return withChanges(Object.fromEntries(defaults), variantOf(spec, variant).setting ?? {});
}

/** The setting with some parameters replaced. Its keys keep their order, so that equal settings print equally. */
export function withChanges(setting: Setting, changes: Partial<Setting>): Setting {
  const changed: Record<string, string> = { ...setting };
  for (const [name, value] of Object.entries(changes)) if (value !== undefined) changed[name] = value;
  return changed;
}

/** The parameters in which a setting differs from the one the variant has by itself. */
export function changedParameters(spec: Spec, variant: string, setting: Setting): Setting {
  const own = variantSetting(spec, variant);
  return Object.fromEntries(Object.entries(setting).filter(([name, value]) => own[name] !== value));
}

/** Whether `setting` has every value that `part` asks for. */
export function includes(setting: Setting, part: Partial<Setting>): boolean {
  return Object.keys(part).every((name) => part[name] === undefined || setting[name] === part[name]);
}

export function sameSetting(a: Setting, b: Setting): boolean {
  return includes(a, b) && includes(b, a);
}

/** Checks parameter values given by a user and applies them to the variant's own setting. */
export function settingFrom(spec: Spec, variant: string, given: Setting): Setting {
  for (const [name, value] of Object.entries(given)) {
    const parameter = Object.hasOwn(spec.parameters, name) ? spec.parameters[name] : undefined;
    if (parameter === undefined) {
      throw unknownName({ what: "parameter", name, among: Object.keys(spec.parameters), of: spec.name });
    }
    if (!parameter.values.includes(value)) {
      throw unknownName({ what: "value", name: value, among: parameter.values, of: `parameter ${name}` });
    }
  }
  return withChanges(variantSetting(spec, variant), given);
}
