import { Diagnostic } from "../checker/diagnostic.ts";
import { describeValue, isRecord, type Unknown } from "./narrow.ts";
import type { Parameters, Spec } from "./spec.ts";
import { expectedProblems } from "./validate-expected.ts";
import { settingProblems } from "./validate-setting.ts";

/**
 * Checks a spec and hands it on with its names as plain strings, the form in which a catalogue can hold many. The
 * type checker already sees most mistakes here; the check at run time catches those of files it never saw.
 *
 * @example export default defineSpec({ name: "toy", parameters: {}, variants: { good: { about: "as merged" } }, ... })
 */
export function defineSpec<const P extends Parameters, const V extends string, const R extends string>(
  spec: Spec<P, V, R>,
): Spec;
export function defineSpec(spec: unknown): Spec {
  return asSpec(spec);
}

/** Narrows a value of unknown origin to a spec; one diagnostic lists everything that is wrong with it. */
export function asSpec(value: unknown, where?: string): Spec {
  if (isSpec(value)) return value;
  const name = isRecord(value) && typeof value["name"] === "string" ? `spec ${value["name"]}` : "spec";
  const problems = specProblems(value);
  throw new Diagnostic({
    kind: "spec",
    where: where ?? name,
    what: problems.length === 1 ? "not a valid spec" : `not a valid spec, for ${problems.length} reasons`,
    why: problems.join("\n  "),
  });
}

function isSpec(value: unknown): value is Spec {
  return specProblems(value).length === 0;
}

/** What keeps a value from being a spec, one sentence each; empty for a valid spec. */
export function specProblems(value: unknown): readonly string[] {
  if (!isRecord(value)) return [`it is ${describeValue(value)}, not an object made by defineSpec`];
  const shape = shapeProblems(value);
  if (shape.length > 0) return shape;
  const parameters = recordIn(value, "parameters");
  const variants = recordIn(value, "variants");
  const broken = [...parameterProblems(parameters), ...variantProblems(variants), ...propertyProblems(value)];
  // The matrix is judged against parameters, variants and properties, so these come first.
  if (broken.length > 0) return broken;
  const settings = Object.entries(variants).flatMap(([name, variant]) =>
    isRecord(variant) ? settingProblems(`variants.${name}.setting`, variant["setting"], parameters) : [],
  );
  return [...settings, ...expectedProblems(value, parameters)];
}

function shapeProblems(spec: Unknown): readonly string[] {
  const problems: string[] = [];
  const wants = (key: string, kind: string, holds: boolean): void => {
    if (!holds) problems.push(`${key} must be ${kind}, but is ${describeValue(spec[key])}`);
  };
  for (const key of ["name", "about"]) wants(key, "a non-empty text", isText(spec[key]));
  wants("sources", "an array of texts", isTextList(spec["sources"]));
  for (const key of ["parameters", "variants", "properties", "expected"]) {
    wants(key, "an object", isRecord(spec[key]));
  }
  wants("model", "a function (variant, setting) => anyModel(...)", typeof spec["model"] === "function");
  return problems;
}

function parameterProblems(parameters: Unknown): readonly string[] {
  return Object.entries(parameters).flatMap(([name, parameter]) => {
    if (name === "" || name.includes("=")) return [`parameter ${describeValue(name)}: a name has no "="`];
    if (!isRecord(parameter)) return [`parameters.${name} must be an object`];
    if (typeof parameter["about"] !== "string") return [`parameters.${name}.about must be a text`];
    const values = parameter["values"];
    if (!isTextList(values) || values.length === 0) return [`parameters.${name}.values must list its values`];
    if (new Set(values).size < values.length) return [`parameters.${name}.values has a value twice`];
    return [];
  });
}

function variantProblems(variants: Unknown): readonly string[] {
  if (Object.keys(variants).length === 0) return ["variants must name at least one variant"];
  return Object.entries(variants).flatMap(([name, variant]) => {
    if (!isRecord(variant)) return [`variants.${name} must be an object`];
    return typeof variant["about"] === "string" ? [] : [`variants.${name}.about must be a text`];
  });
}

function propertyProblems(spec: Unknown): readonly string[] {
  const properties = recordIn(spec, "properties");
  if (Object.keys(properties).length === 0) return ["properties must name at least one property"];
  return Object.entries(properties).flatMap(([name, because]) =>
    isText(because) ? [] : [`properties.${name} must be the sentence that says why it matters`],
  );
}

function recordIn(value: Unknown, key: string): Unknown {
  const inner = value[key];
  return isRecord(inner) ? inner : {};
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => isText(item));
}
