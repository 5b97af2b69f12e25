import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord, type Unknown } from "../../specs/narrow.ts";
import { shared } from "../frontend/litmus/shared-tests.ts";

/** A test and what herd7 or Arm say of it. Its id is unique among all: its path, or `random/` and its name. */
export interface Test {
  readonly id: string;
  readonly text: string;
}

/** The settings that tests are run in: without FEAT_ETS2, and with it. */
export type Setting = "base" | "ETS2";
export const settings: readonly Setting[] = ["base", "ETS2"];

export type Verdict = "Allowed" | "Forbidden" | "Required";

/** A test of Arm's catalogue. */
export interface CatalogueTest extends Test {
  /** The name in its header. */
  readonly name: string;
  /** null: none is published. */
  readonly published: Readonly<Record<Setting, Verdict | null>>;
  /** What herd7 says of it; null where it did not finish. */
  readonly herd: Readonly<Record<Setting, Verdict | null>>;
  readonly flags: readonly string[];
}

/** A random test, with every final state that herd7 finds; null where it did not finish. */
export interface RandomTest extends Test {
  readonly states: Readonly<Record<Setting, readonly string[] | null>>;
  readonly flags: readonly string[];
}

/** The tests are no part of the checkout. */
export const isShared = existsSync(shared);
if (!isShared) console.log("skipped: there is no ../shared/litmus with Arm's tests and herd7's outcomes");

export const directoryOf = (part: string): string => join(shared, part);

export const litmusAt = (id: string): Test => ({ id, text: readFileSync(join(shared, id), "utf8") });

export function catalogue(): readonly CatalogueTest[] {
  return entriesOf("vmsa/expected.json").map((entry) => {
    const herd = entry["herd"];
    if (!isRecord(herd)) throw new Error("vmsa/expected.json: an entry says nothing of herd7");
    return {
      ...litmusAt(`vmsa/${text(entry["file"])}`),
      name: text(entry["name"]),
      published: { base: verdict(entry["expected"]), ETS2: verdict(entry["expectedETS2"]) },
      herd: { base: observed(herd["observation"]), ETS2: observed(herd["observationETS2"]) },
      flags: texts(entry["flags"]),
    };
  });
}

export function randomTests(): readonly RandomTest[] {
  return entriesOf("random/outcomes.json").map((entry) => ({
    id: `random/${text(entry["name"])}`,
    text: text(entry["litmus"]),
    states: { base: statesIn(entry["states"]), ETS2: statesIn(entry["statesETS2"]) },
    flags: texts(entry["flags"]),
  }));
}

function entriesOf(file: string): readonly Unknown[] {
  const entries: unknown = JSON.parse(readFileSync(join(shared, file), "utf8"));
  if (!Array.isArray(entries) || !entries.every(isRecord)) throw new Error(`${file} is no list of tests`);
  return entries;
}

/** A key that is missing: herd7 did not answer in time. */
const statesIn = (value: unknown): readonly string[] | null => (value === undefined ? null : texts(value));

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new Error(`expected a text, found ${String(value)}`);
}

function texts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(text);
  throw new Error(`expected a list, found ${String(value)}`);
}

function verdict(value: unknown): Verdict | null {
  if (value === null || value === "Allowed" || value === "Forbidden" || value === "Required") return value;
  throw new Error(`${String(value)} is no verdict`);
}

function observed(value: unknown): Verdict | null {
  switch (value) {
    case null:
      return null;
    case "Never":
      return "Forbidden";
    case "Sometimes":
      return "Allowed";
    case "Always":
      return "Required";
    default:
      throw new Error(`${String(value)} is no observation of herd7`);
  }
}
