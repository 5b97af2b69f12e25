import { parseArgs } from "node:util";
import type { EngineName } from "../checker/index.ts";
import type { Workload } from "./workload.ts";

/** What `npm run bench --` takes. */
export interface Options {
  /** Prints an array of measurements and nothing else. */
  readonly json: boolean;
  /** Runs per measurement; their median counts. */
  readonly runs: number;
  /** How many variants of each spec, the largest first. */
  readonly largest: number;
  /** Only workloads whose `spec/variant` contains this. */
  readonly only: string;
  /** In a process of its own: the one measurement to make. */
  readonly alone: { readonly engine: EngineName; readonly workload: Workload } | null;
}

/** The engines in the order of the table. */
export const engines: readonly EngineName[] = ["reference", "flyweight"];

/** Reads the command line; what is wrong with it is an error. */
export function readOptions(words: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      runs: { type: "string", default: "3" },
      largest: { type: "string", default: "3" },
      only: { type: "string", default: "" },
    },
  });
  return {
    json: values.json,
    runs: natural("runs", values.runs),
    largest: natural("largest", values.largest),
    only: values.only,
    alone: aloneFrom(positionals),
  };
}

/** The operands that `aloneFrom` reads back. */
export function aloneWords(engine: EngineName, { spec, variant, changes }: Workload): readonly string[] {
  return [engine, spec, variant, ...Object.entries(changes).map(([name, value]) => `${name}=${value}`)];
}

function aloneFrom([name, spec, variant, ...changes]: readonly string[]): Options["alone"] {
  if (name === undefined) return null;
  const engine = engines.find((each) => each === name);
  if (engine === undefined || spec === undefined || variant === undefined) {
    throw new Error(`expected ENGINE SPEC VARIANT [K=V]..., with an engine of ${engines.join(", ")}`);
  }
  const setting = changes.map((change): [string, string] => {
    const [key = "", value = ""] = change.split("=");
    return [key, value];
  });
  return { engine, workload: { spec, variant, changes: Object.fromEntries(setting) } };
}

function natural(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(`--${name} ${text}: not a number from 1 on`);
}
