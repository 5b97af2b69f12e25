import { parseArgs } from "node:util";
import type { EngineName } from "../checker/index.ts";
import { engineNamed } from "./engines.ts";
import { sizeNamed, type SizeName } from "./fixmap/sizes.ts";
import type { Workload } from "./workload.ts";

/** What `npm run bench --` takes. */
export interface Options {
  /** Prints an array of measurements and nothing else. */
  readonly json: boolean;
  /** Runs per measurement; their median counts. */
  readonly runs: number;
  /** How many variants of each spec, the largest first. */
  readonly largest: number;
  /** Only workloads whose `spec/variant` contains this, or engines whose name does. */
  readonly only: string;
  readonly task: Task;
}

export type Task =
  /** Engine against engine on the catalogue. */
  | { readonly kind: "catalogue" }
  /** Engines and other model checkers on one protocol. */
  | { readonly kind: "comparison"; readonly size: SizeName; readonly peers: string | null }
  /** In a process of its own: the one measurement to make. */
  | { readonly kind: "workload"; readonly engine: EngineName; readonly workload: Workload }
  | { readonly kind: "protocol"; readonly engine: EngineName; readonly size: SizeName };

/** Reads the command line; what is wrong with it is an error. */
export function readOptions(words: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      catalogue: { type: "boolean", default: false },
      size: { type: "string" },
      peers: { type: "string" },
      json: { type: "boolean", default: false },
      runs: { type: "string", default: "3" },
      largest: { type: "string", default: "3" },
      only: { type: "string", default: "" },
    },
  });
  const { size, peers } = values;
  if (size === undefined && peers !== undefined) throw new Error("--peers: only with --size");
  if (size !== undefined && values.catalogue) throw new Error("--catalogue: not with --size");
  return {
    json: values.json,
    runs: natural("runs", values.runs),
    largest: natural("largest", values.largest),
    only: values.only,
    task: size === undefined ? catalogueTask(positionals) : sizeTask(sizeNamed(size), peers, positionals),
  };
}

/** The operands that `catalogueTask` reads back. */
export function aloneWords(engine: EngineName, { spec, variant, changes }: Workload): readonly string[] {
  return [engine, spec, variant, ...Object.entries(changes).map(([name, value]) => `${name}=${value}`)];
}

function catalogueTask([name, spec, variant, ...changes]: readonly string[]): Task {
  if (name === undefined) return { kind: "catalogue" };
  const engine = engineNamed(name);
  if (spec === undefined || variant === undefined) throw new Error("expected ENGINE SPEC VARIANT [K=V]...");
  const setting = changes.map((change): [string, string] => {
    const [key = "", value = ""] = change.split("=");
    return [key, value];
  });
  return { kind: "workload", engine, workload: { spec, variant, changes: Object.fromEntries(setting) } };
}

function sizeTask(size: SizeName, peers: string | undefined, [name, ...rest]: readonly string[]): Task {
  if (name === undefined) return { kind: "comparison", size, peers: peers ?? null };
  if (rest.length > 0) throw new Error("expected --size SIZE [ENGINE]");
  return { kind: "protocol", engine: engineNamed(name), size };
}

function natural(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(`--${name} ${text}: not a number from 1 on`);
}
