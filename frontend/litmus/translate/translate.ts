import { features, type PeConfiguration, type Program, type Scenario } from "../../../model/index.ts";
import type { LitmusOptions } from "../result.ts";
import type { Column, LitmusFile } from "../syntax.ts";
import { canonicalName } from "./assembly/registers.ts";
import { Complaints } from "./diagnostics.ts";
import { Layout } from "./layout.ts";
import { memoryOf } from "./memory.ts";
import { variablesOf } from "./names.ts";
import { CodeLabels } from "./code-labels.ts";
import { threadProgram, type ThreadProgram } from "./program.ts";
import { settingsOf, threadNumbers } from "./settings.ts";
import { wordText } from "./word-text.ts";
import { WordReader } from "./words.ts";

/** A litmus file as a scenario, and what is needed to say of its states what the file would say. */
export interface Translation {
  readonly scenario: Scenario;
  readonly layout: Layout;
  readonly words: WordReader;
  readonly code: CodeLabels;
  /** Of each thread, by label of the machine: the labels of the file. */
  readonly labels: readonly ThreadProgram["labels"][];
  /** Bytes of the elements of a variable. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Of a physical page by its name. */
  readonly elementSize: (page: string) => number;
  /** How often a backward branch is taken, and a handler entered beyond one supervisor call each. */
  readonly bound: number;
}

/**
 * Translates a file. `path` is how places in it are named. The scenario has no properties yet.
 *
 * @throws Unsupported for a construct that walkcheck does not run
 * @throws Diagnostic for a file that makes no sense
 */
export function translate(
  file: LitmusFile,
  path: string,
  options: Pick<LitmusOptions, "features" | "bound" | "without">,
): Translation {
  const complaints = new Complaints(path);
  const layout = new Layout(variablesOf(file));
  const settings = settingsOf(file, complaints);
  const bound = settings.unroll ?? options.bound;
  const threads = threadNumbers(file.columns).map((thread) =>
    threadProgram(columnOf(file, thread, false), columnOf(file, thread, true), bound, complaints),
  );
  const code = new CodeLabels(threads);
  const words = new WordReader(layout, code, complaints);
  const memory = memoryOf(file, layout, words, complaints);
  const registers = initialRegisters(file, words, complaints);
  const pes = threads.map(({ program }, thread): PeConfiguration => ({
    name: `P${thread}`,
    program,
    table: TABLE,
    regime: "el1",
    faults: bound + supervisorCallsOf(program),
    registers: Object.fromEntries(registers[thread] ?? []),
    ...settings.threads[thread],
  }));
  return {
    scenario: {
      name: file.name,
      features: features({
        ets2: options.features.ets2 || settings.ets !== null,
        ets3: options.features.ets3 || settings.ets === "ets3",
      }),
      physical: memory.physical,
      virtual: memory.virtual,
      tables: [{ name: TABLE, ptes: memory.ptes }],
      pes,
      words: (word) => wordText(word, 64, layout),
      properties: [],
      judged: "final states",
      ...(options.without === undefined ? {} : { without: options.without }),
    },
    layout,
    words,
    code,
    labels: threads.map(({ labels }) => labels),
    sizes: memory.sizes,
    elementSize: (page) => memory.sizes.get(/^PA\((.*)\)$/.exec(page)?.[1] ?? "") ?? 8,
    bound,
  };
}

/** Each may be executed once: returning from it is no jump back. What comes again is what the bound is about. */
const supervisorCallsOf = ({ instructions }: Program): number =>
  instructions.filter(({ kind }) => kind === "svc").length;

/** All threads share one. */
const TABLE = "TTBR0";

const columnOf = (file: LitmusFile, thread: number, handler: boolean): Column | null =>
  file.columns.find((column) => column.thread === thread && column.handler === handler) ?? null;

/** By thread. */
function initialRegisters(
  file: LitmusFile,
  words: WordReader,
  complaints: Complaints,
): readonly ReadonlyMap<string, bigint>[] {
  const threads = threadNumbers(file.columns).map(() => new Map<string, bigint>());
  for (const { place, value, at } of file.init) {
    if (place.kind !== "register") continue;
    const thread = threads[place.thread];
    if (thread === undefined)
      throw complaints.mistake(
        at,
        `there is no thread P${place.thread}`,
        `there is: ${threads.map((_, i) => `P${i}`).join(", ")}`,
      );
    const register = canonicalName(place.name);
    const word = value === null ? 0n : words.word(value, { kind: "register" }, at);
    thread.set(register, place.name === register ? word : BigInt.asUintN(32, word));
  }
  return threads;
}
