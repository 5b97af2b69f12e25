import type { Op, Place } from "./x86-tso.ts";

/*
 * x86-TSO with one page whose descriptor is written, and no INVLPG: an access uses what the descriptor holds or has held,
 * unless it was not present, when it is executed and not before. A page fault finds the store buffer empty and ends the thread.
 */

type Word = "x" | "y" | "none";

type Entry =
  { readonly at: Place; readonly value: number } | { readonly at: "descriptor"; readonly word: Word };

interface Thread {
  readonly pc: number;
  readonly registers: Readonly<Record<string, number>>;
  /** Oldest first. */
  readonly buffer: readonly Entry[];
  readonly fault: number | null;
}

interface State {
  readonly memory: Readonly<Record<Place, number>>;
  readonly descriptor: Word;
  /** What a TLB may have beside what memory has. */
  readonly past: readonly Word[];
  readonly threads: readonly Thread[];
}

/** Every end of a program, as `tsoOutcomes` writes them, with faults and the descriptor of x where it is not the first. */
export function pagingOutcomes(programs: readonly (readonly Op[])[]): readonly string[] {
  const first: State = {
    memory: { x: 0, y: 0, z: 0 },
    descriptor: "x",
    past: [],
    threads: programs.map(() => ({ pc: 0, registers: {}, buffer: [], fault: null })),
  };
  const seen = new Set([JSON.stringify(first)]);
  const ends = new Set<string>();
  const pending = [first];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const next = state.threads.flatMap((thread, p) => [
      ...drain(state, thread, p),
      ...execute(state, thread, p, programs[p]?.[thread.pc]),
    ]);
    if (next.length === 0) ends.add(endOf(state));
    for (const successor of next) {
      const key = JSON.stringify(successor);
      if (seen.has(key)) continue;
      seen.add(key);
      pending.push(successor);
    }
  }
  return [...ends].toSorted();
}

const names = { x: "V(x)", y: "V(y)", none: "Inv(x)" } as const;

const endOf = ({ memory, threads, descriptor }: State): string =>
  [
    ...threads.flatMap(({ registers, fault }, p) => [
      ...Object.entries(registers).map(([name, value]) => `P${p}:${name}=${value}`),
      ...(fault === null ? [] : [`P${p}:at${fault}=translation`]),
    ]),
    ...Object.entries(memory).map(([at, value]) => `${at}=${value}`),
    ...(descriptor === "x" ? [] : [`pte(x)=${names[descriptor]}`]),
  ]
    .toSorted()
    .join("; ");

const withThread = (state: State, p: number, thread: Thread): State => ({
  ...state,
  threads: state.threads.map((other, i) => (i === p ? thread : other)),
});

function drain(state: State, thread: Thread, p: number): readonly State[] {
  const [oldest, ...buffer] = thread.buffer;
  if (oldest === undefined) return [];
  const drained = withThread(state, p, { ...thread, buffer });
  if (oldest.at !== "descriptor")
    return [{ ...drained, memory: { ...state.memory, [oldest.at]: oldest.value } }];
  const past = state.descriptor === "none" ? state.past : [...new Set([...state.past, state.descriptor])];
  return [{ ...drained, descriptor: oldest.word, past: past.toSorted() }];
}

function execute(state: State, thread: Thread, p: number, op: Op | undefined): readonly State[] {
  if (op === undefined || thread.fault !== null) return [];
  const after = { ...thread, pc: thread.pc + 1 };
  switch (op.op) {
    case "mfence":
      return thread.buffer.length > 0 ? [] : [withThread(state, p, after)];
    case "sfence":
    case "lfence":
      return [withThread(state, p, after)];
    case "setpte":
      return [
        withThread(state, p, {
          ...after,
          buffer: [...thread.buffer, { at: "descriptor", word: op.word }],
        }),
      ];
    case "jnz": {
      const skipped = (thread.registers[op.register] ?? 0) !== 0 ? op.skip : 0;
      return [withThread(state, p, { ...after, pc: after.pc + skipped })];
    }
    default: {
      if (op.at !== "x") return access(state, thread, p, op, op.at);
      const usable = new Set([...state.past, state.descriptor]);
      const faults =
        state.descriptor === "none" && thread.buffer.length === 0
          ? [withThread(state, p, { ...thread, fault: thread.pc })]
          : [];
      return [
        ...faults,
        ...[...usable].flatMap((word) => (word === "none" ? [] : access(state, thread, p, op, word))),
      ];
    }
  }
}

function access(
  state: State,
  thread: Thread,
  p: number,
  op: Extract<Op, { readonly at: Place }>,
  at: Place,
): readonly State[] {
  const valueOf = (value: number | string): number =>
    typeof value === "number" ? value : (thread.registers[value] ?? 0);
  const after = { ...thread, pc: thread.pc + 1 };
  const withRegister = (to: string, value: number): State =>
    withThread(state, p, { ...after, registers: { ...thread.registers, [to]: value } });
  switch (op.op) {
    case "load": {
      const own = thread.buffer.findLast((entry) => entry.at === at);
      return [withRegister(op.to, own !== undefined && "value" in own ? own.value : state.memory[at])];
    }
    case "store":
      return [
        withThread(state, p, { ...after, buffer: [...thread.buffer, { at, value: valueOf(op.value) }] }),
      ];
    default: {
      if (thread.buffer.length > 0) return [];
      const old = state.memory[at];
      const operand = valueOf(op.value);
      const stored =
        op.op === "xchg" ? operand : op.op === "xadd" ? old + operand : old === op.compare ? operand : old;
      return [{ ...withRegister(op.to, old), memory: { ...state.memory, [at]: stored } }];
    }
  }
}
