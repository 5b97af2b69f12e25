import { nearest } from "../checker/nearest.ts";
import { describeValue, isRecord, type Unknown } from "./narrow.ts";

/** What is wrong with a partial setting: parameters or values that do not exist. `undefined` is an empty setting. */
export function settingProblems(where: string, setting: unknown, parameters: Unknown): readonly string[] {
  if (setting === undefined) return [];
  if (!isRecord(setting)) return [`${where} must be an object, but is ${describeValue(setting)}`];
  return Object.entries(setting).flatMap(([name, value]) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!isRecord(parameter)) {
      return [`${where}: there is no parameter "${name}"${hint(name, Object.keys(parameters))}`];
    }
    const values: readonly unknown[] = Array.isArray(parameter["values"]) ? parameter["values"] : [];
    if (values.includes(value)) return [];
    const texts = values.filter((known) => typeof known === "string");
    return [`${where}: ${name} cannot be ${describeValue(value)}${hint(String(value), texts)}`];
  });
}

/** "; did you mean ...?" or the list of what exists. */
export function hint(name: string, among: readonly string[]): string {
  const close = nearest(name, among);
  if (close !== null) return `; did you mean "${close}"?`;
  return among.length === 0 ? "; there are none" : `; there are: ${among.join(", ")}`;
}
