import { parseArgs } from "node:util";
import { Diagnostic } from "../checker/diagnostic.ts";
import type { PeerFiles } from "./comparison/peers.ts";
import { parts, type Part } from "./docs/update.ts";
import { sizeNamed, type SizeName } from "./fixmap/sizes.ts";
import type { Space } from "./ways.ts";

/** What `npm run bench --` takes. */
export interface Options {
  /** Prints JSON and nothing else. */
  readonly json: boolean;
  /** Runs per measurement; their median counts. */
  readonly runs: number;
  /** How many variants of each spec, the largest first. */
  readonly largest: number;
  /** Only rows whose text contains this. */
  readonly only: string;
  readonly files: PeerFiles;
  readonly task: Task;
}

export type Task =
  | { readonly kind: "help" }
  /** Engines and other model checkers on one protocol. */
  | { readonly kind: "comparison"; readonly sizes: readonly SizeName[]; readonly space: Space }
  /** Engines on the catalogue. */
  | { readonly kind: "specs" }
  /** All of it again, for docs/performance.md. */
  | { readonly kind: "docs"; readonly sizes: readonly SizeName[]; readonly parts: readonly Part[] };

/** The options as `parseArgs` takes them; `help.ts` says what they are for. */
export const optionTypes = {
  size: { type: "string" },
  peers: { type: "string" },
  tlc: { type: "string" },
  symmetry: { type: "boolean", default: false },
  specs: { type: "boolean", default: false },
  largest: { type: "string", default: "3" },
  only: { type: "string", default: "" },
  runs: { type: "string", default: "5" },
  json: { type: "boolean", default: false },
  "update-docs": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

type Values = ReturnType<typeof parse>;

/** The sizes that docs/performance.md compares at. */
const documented: readonly SizeName[] = ["M", "L", "3321"];

/** Reads the command line; what is wrong with it is a diagnostic. */
export function readOptions(words: readonly string[], env: NodeJS.ProcessEnv): Options {
  const values = parse(words);
  return {
    json: values.json,
    runs: natural("runs", values.runs),
    largest: natural("largest", values.largest),
    only: values.only,
    files: { models: values.peers ?? (env["WALKCHECK_PEERS"] || null), jar: values.tlc ?? null },
    task: values.help ? { kind: "help" } : taskOf(values),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: optionTypes }).values;
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

function taskOf(values: Values): Task {
  const { size, symmetry, specs } = values;
  const sizes = size?.split(",").map((text) => sizeNamed(text));
  if (values["update-docs"]) {
    if (values.json) throw usage("--json: not with --update-docs, which prints no measurements");
    if (values.only !== "") throw usage("--only: not with --update-docs, which writes whole tables");
    return { kind: "docs", sizes: sizes ?? documented, parts: partsOf(values) };
  }
  if (sizes !== undefined) {
    if (specs) throw usage("--specs: not with --size; the specs have sizes of their own");
    return { kind: "comparison", sizes, space: symmetry ? "symmetric" : "whole" };
  }
  for (const name of ["peers", "tlc", "symmetry"] as const) {
    const given = values[name];
    if (given !== undefined && given !== false) throw usage(`--${name}: only with --size or --update-docs`);
  }
  return { kind: "specs" };
}

/** With no part named, all of them; sizes name the comparison. */
function partsOf({ size, symmetry, specs }: Values): readonly Part[] {
  const named = { comparison: size !== undefined && !symmetry, symmetry, specs };
  const chosen = parts.filter((part) => named[part]);
  return chosen.length === 0 ? parts : chosen;
}

function natural(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw usage(`--${name} ${text}: not a number from 1 on`);
}

function usage(what: string): Diagnostic {
  return new Diagnostic({ kind: "usage", what, next: "npm run bench -- --help lists the options" });
}
