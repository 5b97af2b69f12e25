import { describeValue, isRecord, type Unknown } from "./narrow.ts";
import { hint, settingProblems } from "./validate-setting.ts";

const verdicts: readonly string[] = ["PROVED", "REFUTED", "UNDECIDED", "VACUOUS"];

/** What is wrong with the expected matrix: it is total, and it speaks only of what exists. */
export function expectedProblems(spec: Unknown, parameters: Unknown): readonly string[] {
  const expected = keyed(spec["expected"]);
  const variants = Object.keys(keyed(spec["variants"]));
  const properties = Object.keys(keyed(spec["properties"]));
  const rows = variants.flatMap((variant) => {
    const where = `expected.${variant}`;
    const row = Object.hasOwn(expected, variant) ? expected[variant] : undefined;
    if (!isRecord(row)) return [`${where} is missing: every variant names every property`];
    const cells = properties.flatMap((property) => {
      if (!Object.hasOwn(row, property))
        return [`${where}.${property} is missing: every variant names every property`];
      return cellProblems(`${where}.${property}`, row[property], parameters);
    });
    return [...cells, ...strangers(where, "property", Object.keys(row), properties)];
  });
  return [...rows, ...strangers("expected", "variant", Object.keys(expected), variants)];
}

function cellProblems(where: string, cell: unknown, parameters: Unknown): readonly string[] {
  if (typeof cell === "string") return verdictProblems(where, cell);
  if (!isRecord(cell)) return [`${where} must be a verdict or an object, but is ${describeValue(cell)}`];
  if ("notApplicable" in cell) return reasonProblems(where, cell, ["notApplicable"]);
  if ("pending" in cell) return reasonProblems(where, cell, ["pending", "until"]);
  const when = cell["when"] ?? [];
  if (!Array.isArray(when)) return [`${where}.when must be an array`];
  const entries: readonly unknown[] = when;
  return [
    ...verdictProblems(where, cell["verdict"]),
    ...entries.flatMap((entry, index) => whenProblems(`${where}.when[${index}]`, entry, parameters)),
    ...repeated(where, entries),
  ];
}

function whenProblems(where: string, entry: unknown, parameters: Unknown): readonly string[] {
  if (!isRecord(entry)) return [`${where} must be an object with setting and verdict`];
  if (!isRecord(entry["setting"])) return [`${where}.setting must be an object`];
  if (Object.keys(entry["setting"]).length === 0)
    return [`${where}.setting is empty: the cell's own verdict says that`];
  return [
    ...settingProblems(`${where}.setting`, entry["setting"], parameters),
    ...verdictProblems(where, entry["verdict"]),
  ];
}

/** Two entries for one setting could contradict each other. */
function repeated(where: string, when: readonly unknown[]): readonly string[] {
  const keys = when.map((entry) => (isRecord(entry) ? settingKey(entry["setting"]) : ""));
  return new Set(keys).size === keys.length ? [] : [`${where}.when has the same setting twice`];
}

function settingKey(setting: unknown): string {
  return JSON.stringify(Object.entries(keyed(setting)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function verdictProblems(where: string, verdict: unknown): readonly string[] {
  if (typeof verdict !== "string") return [`${where}: the verdict must be one of ${verdicts.join(", ")}`];
  return verdicts.includes(verdict) ? [] : [`${where}: "${verdict}" is no verdict${hint(verdict, verdicts)}`];
}

function reasonProblems(where: string, cell: Unknown, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    const reason = cell[key];
    return typeof reason === "string" && reason.trim() !== "" ? [] : [`${where}.${key} must give the reason`];
  });
}

function strangers(
  where: string,
  what: string,
  given: readonly string[],
  known: readonly string[],
): readonly string[] {
  const unknown = given.filter((name) => !known.includes(name));
  return unknown.map((name) => `${where}.${name}: there is no ${what} "${name}"${hint(name, known)}`);
}

function keyed(value: unknown): Unknown {
  return isRecord(value) ? value : {};
}
