import { Diagnostic } from "../../checker/diagnostic.ts";
import type { Kind } from "./kinds.ts";
import type { LitmusVerdict } from "./result.ts";
import { mistakeAt, type SourceText } from "./source-text.ts";

/** Kinds as JSON: a list of `{name, file, expected, expectedETS2}`; a verdict may be null, other members are skipped. */
export function jsonKinds(source: SourceText): readonly Kind[] {
  const entries = json(source);
  if (!Array.isArray(entries)) throw mistakeAt(source, 0, "expected a list of tests");
  return entries.map((entry: unknown, index) => {
    const where = `${source.file}, entry ${index + 1}`;
    const fields = new Map(typeof entry === "object" && entry !== null ? Object.entries(entry) : []);
    return {
      name: text(fields, "name", where) ?? missing("name", where),
      file: text(fields, "file", where),
      expected: verdict(fields, "expected", where),
      expectedEts2: verdict(fields, "expectedETS2", where),
      where,
    };
  });
}

function json(source: SourceText): unknown {
  try {
    return JSON.parse(source.text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The message names an offset, unless the text ends too early.
    const offset = Number(/at position (\d+)/.exec(error.message)?.[1] ?? source.text.trimEnd().length);
    throw mistakeAt(source, offset, `this is no JSON: ${error.message}`);
  }
}

type Fields = ReadonlyMap<string, unknown>;

function text(fields: Fields, key: string, where: string): string | null {
  const value = fields.get(key) ?? null;
  if (value === null || typeof value === "string") return value;
  throw new Diagnostic({ kind: "litmus", what: `"${key}" is no text`, where });
}

function missing(key: string, where: string): never {
  throw new Diagnostic({ kind: "litmus", what: `"${key}" is missing`, where });
}

function verdict(fields: Fields, key: string, where: string): LitmusVerdict | null {
  // No published verdict is null; a member that is not there is more likely misspelt.
  if (!fields.has(key)) return missing(key, where);
  const value = text(fields, key, where);
  if (value === null || value === "Allowed" || value === "Forbidden" || value === "Required") return value;
  const what = `"${key}" is ${value}; it can be Allowed, Forbidden, Required or null`;
  throw new Diagnostic({ kind: "litmus", what, where });
}
