import type { Column, InfoLine, LitmusFile } from "../syntax.ts";
import { whatExists, type Complaints } from "./diagnostics.ts";

/** How a thread's translations and faults behave. */
export interface ThreadSettings {
  readonly el: "el0" | "el1";
  readonly ha: boolean;
  readonly hd: boolean;
  readonly onFault: FaultHandling;
}

export type FaultHandling = "end" | "retry" | "skip";

/** What the info lines of a file say (litmus-format 4). */
export interface Settings {
  readonly threads: readonly ThreadSettings[];
  /** What a variant of the file asks for; null where it leaves it to the options. */
  readonly ets: "ets2" | "ets3" | null;
  /** How often a backward branch is taken, where the file says. */
  readonly unroll: number | null;
}

/** Reads the info lines that change what a test means; all other keys are notes to tools. */
export function settingsOf(file: LitmusFile, complaints: Complaints): Settings {
  const variant = variantOf(file.info.filter(has("variant")), complaints);
  const el0 = threadsAtEl0(file.info.filter(has("el0", "user")), complaints);
  const management = file.info
    .filter(has("tthm"))
    .flatMap((line) => line.value.split(/\s+/).flatMap((item) => managementOf(item, line, complaints)));
  const applies = (thread: number, feature: string): boolean =>
    management.some((m) => m.feature === feature && (m.thread === null || m.thread === thread));
  const threads = threadNumbers(file.columns).map((thread): ThreadSettings => ({
    el: el0.has(thread) ? "el0" : "el1",
    ha: applies(thread, "HA"),
    hd: applies(thread, "HD"),
    onFault: variant.onFault,
  }));
  return { threads, ets: variant.ets, unroll: unrollOf(file.info.filter(has("unroll")), complaints) };
}

const has =
  (...keys: readonly string[]) =>
  ({ key }: InfoLine): boolean =>
    keys.includes(key);

/** The threads of a file, from 0 to the last one that has a column. */
export const threadNumbers = (columns: readonly Column[]): readonly number[] =>
  Array.from({ length: Math.max(-1, ...columns.map(({ thread }) => thread)) + 1 }, (_, thread) => thread);

interface Management {
  readonly thread: number | null;
  readonly feature: string;
}

/** `HA`, `HD`, `SW`, for all threads or for one: `P1:HA`. */
function managementOf(item: string, line: InfoLine, complaints: Complaints): readonly Management[] {
  if (item === "") return [];
  const match = /^(?:P?(\d+):)?(HA|HD|SW)$/i.exec(item);
  const [, thread, feature] = match ?? [];
  if (feature === undefined) {
    throw complaints.unsupported(
      line.at,
      `TTHM=${line.value}: ${item} is no way of hardware management`,
      "there is: HA, HD, SW, each also for one thread, P1:HA",
    );
  }
  return [{ thread: thread === undefined ? null : Number(thread), feature: feature.toUpperCase() }];
}

const HANDLING: Readonly<Record<string, FaultHandling>> = {
  fatal: "end",
  precise: "end",
  handled: "retry",
  imprecise: "retry",
  skip: "skip",
  faulttonext: "skip",
};

/** What the machine is anyway. */
const SILENT = ["vmsa", "kvm"];

function variantOf(
  lines: readonly InfoLine[],
  complaints: Complaints,
): { readonly onFault: FaultHandling; readonly ets: Settings["ets"] } {
  let onFault: FaultHandling = "end";
  let ets: Settings["ets"] = null;
  for (const line of lines) {
    for (const name of line.value.split(/[\s,]+/).filter((word) => word !== "")) {
      const word = name.toLowerCase();
      const handling = HANDLING[word];
      if (handling !== undefined) onFault = handling;
      else if (word === "ets2" || word === "ets3") ets = word;
      else if (!SILENT.includes(word)) {
        const exist = [...SILENT, ...Object.keys(HANDLING), "ets2", "ets3"];
        throw complaints.unsupported(
          line.at,
          `the variant ${name} is not supported`,
          whatExists(name, exist),
        );
      }
    }
  }
  return { onFault, ets };
}

function threadsAtEl0(lines: readonly InfoLine[], complaints: Complaints): ReadonlySet<number> {
  const found = new Set<number>();
  for (const line of lines)
    for (const item of line.value.split(/[\s,]+/).filter((word) => word !== "")) {
      const thread = /^P?(\d+)$/i.exec(item)?.[1];
      if (thread === undefined)
        throw complaints.mistake(line.at, `${item} is no thread`, "write the threads at EL0 as P0,P2");
      found.add(Number(thread));
    }
  return found;
}

function unrollOf(lines: readonly InfoLine[], complaints: Complaints): number | null {
  const line = lines.at(-1);
  if (line === undefined) return null;
  if (/^\d+$/.test(line.value.trim())) return Number(line.value);
  throw complaints.mistake(line.at, `Unroll=${line.value} is not a number of iterations`);
}
