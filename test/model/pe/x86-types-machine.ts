import type { Op, Place } from "./x86-tso.ts";

/*
 * x86-TSO with memory types (Intel SDM vol. 3, 9.2 and 12.3), as a machine of its own: a thread issues in order into a
 * window, from which loads are performed and stores drain, with what must not overtake what told by their types.
 */

export type Type = "WB" | "WC" | "UC";

type Entry =
  | { readonly kind: "load"; readonly to: string; readonly at: Place }
  /** `epoch`: how many SFENCEs were before it. */
  | { readonly kind: "store"; readonly at: Place; readonly value: number; readonly epoch: number }
  | { readonly kind: "guess"; readonly register: string; readonly taken: boolean };

interface Thread {
  readonly pc: number;
  readonly epoch: number;
  readonly registers: Readonly<Record<string, number>>;
  /** Oldest first. */
  readonly window: readonly Entry[];
}

type Memory = Readonly<Record<Place, number>>;

interface State {
  readonly memory: Memory;
  readonly threads: readonly Thread[];
}

export type Types = Readonly<Record<Place, Type>>;

/** Every end of a program, as `tsoOutcomes` writes them. Each register is written once. */
export function typedOutcomes(programs: readonly (readonly Op[])[], types: Types): readonly string[] {
  const first: State = {
    memory: { x: 0, y: 0, z: 0 },
    threads: programs.map(() => ({ pc: 0, epoch: 0, registers: {}, window: [] })),
  };
  const seen = new Set([JSON.stringify(first)]);
  const ends = new Set<string>();
  const pending = [first];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const next = state.threads.flatMap((thread, p) => [
      ...issue(state, thread, p, programs[p]?.[thread.pc]),
      ...thread.window.flatMap((_, i) => perform(state, thread, p, i, types)),
    ]);
    const isEnd = state.threads.every(
      ({ pc, window }, p) => pc >= (programs[p]?.length ?? 0) && window.length === 0,
    );
    if (isEnd) ends.add(endOf(state));
    for (const successor of next) {
      const key = JSON.stringify(successor);
      if (seen.has(key)) continue;
      seen.add(key);
      pending.push(successor);
    }
  }
  return [...ends].toSorted();
}

const endOf = ({ memory, threads }: State): string =>
  [
    ...threads.flatMap(({ registers }, p) =>
      Object.entries(registers).map(([name, value]) => `P${p}:${name}=${value}`),
    ),
    ...Object.entries(memory).map(([at, value]) => `${at}=${value}`),
  ]
    .toSorted()
    .join("; ");

const withThread = (state: State, p: number, thread: Thread, memory: Memory = state.memory): State => ({
  memory,
  threads: state.threads.map((other, i) => (i === p ? thread : other)),
});

function issue(state: State, thread: Thread, p: number, op: Op | undefined): readonly State[] {
  if (op === undefined) return [];
  const after = { ...thread, pc: thread.pc + 1 };
  const { window, registers } = thread;
  const enter = (entry: Entry, pc = after.pc): State =>
    withThread(state, p, { ...after, pc, window: [...window, entry] });
  const isPending = (register: string): boolean =>
    window.some((entry) => entry.kind === "load" && entry.to === register);
  switch (op.op) {
    case "load":
      return [enter({ kind: "load", to: op.to, at: op.at })];
    case "store": {
      if (typeof op.value === "string" && isPending(op.value)) return [];
      const value = typeof op.value === "number" ? op.value : (registers[op.value] ?? 0);
      return [enter({ kind: "store", at: op.at, value, epoch: thread.epoch })];
    }
    case "jnz":
      if (!isPending(op.register)) {
        const taken = (registers[op.register] ?? 0) !== 0;
        return [withThread(state, p, { ...after, pc: after.pc + (taken ? op.skip : 0) })];
      }
      return [true, false].map((taken) =>
        enter({ kind: "guess", register: op.register, taken }, after.pc + (taken ? op.skip : 0)),
      );
    case "sfence":
      return [withThread(state, p, { ...after, epoch: thread.epoch + 1 })];
    case "lfence":
      return window.every(({ kind }) => kind === "store") ? [withThread(state, p, after)] : [];
    case "mfence":
      return window.length === 0 ? [withThread(state, p, after)] : [];
    case "xchg": {
      if (window.length > 0) return [];
      const value = typeof op.value === "number" ? op.value : (registers[op.value] ?? 0);
      const changed = { ...after, registers: { ...registers, [op.to]: state.memory[op.at] } };
      return [withThread(state, p, changed, { ...state.memory, [op.at]: value })];
    }
    default:
      throw new Error(`${op.op} is not part of this machine`);
  }
}

/** Entry `i` of a window is performed, if nothing before it must be first. */
function perform(state: State, thread: Thread, p: number, i: number, types: Types): readonly State[] {
  const { window, registers } = thread;
  const entry = window[i];
  const older = window.slice(0, i);
  if (entry === undefined || !older.every((other) => mayOvertake(entry, other, types))) return [];
  const after = { ...thread, window: window.toSpliced(i, 1) };
  switch (entry.kind) {
    case "load": {
      const own = older.findLast((other) => other.kind === "store" && other.at === entry.at);
      const value = own?.kind === "store" ? own.value : state.memory[entry.at];
      return [withThread(state, p, { ...after, registers: { ...registers, [entry.to]: value } })];
    }
    case "store":
      return [withThread(state, p, after, { ...state.memory, [entry.at]: entry.value })];
    case "guess": {
      if (older.some((other) => other.kind === "load" && other.to === entry.register)) return [];
      return ((registers[entry.register] ?? 0) !== 0) === entry.taken ? [withThread(state, p, after)] : [];
    }
  }
}

function mayOvertake(entry: Entry, other: Entry, types: Types): boolean {
  if (entry.kind === "guess") return true;
  // Only speculative reads do not wait for branches.
  if (other.kind === "guess") return entry.kind === "load" && types[entry.at] === "WC";
  if (entry.kind === "load" && other.kind === "store") return types[entry.at] !== "UC";
  // Loads retire before younger stores leave.
  if (entry.kind === "store" && other.kind === "load") return false;
  if (entry.kind === "store" && other.kind === "store" && entry.epoch > other.epoch) return false;
  const both = [types[entry.at], types[other.at]];
  return entry.at !== other.at && both.includes("WC") && !both.includes("UC");
}
