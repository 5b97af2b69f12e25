/*
 * x86-TSO as published: Owens, Sarkar, Sewell, "A Better x86 Memory Model: x86-TSO" (TPHOLs 2009), the abstract machine of
 * section 3.1. Written from the paper, on its own terms: nothing of walkcheck is in it.
 */

export type Place = "x" | "y" | "z";

export type Op =
  | { readonly op: "load"; readonly to: string; readonly at: Place }
  | { readonly op: "store"; readonly value: number | string; readonly at: Place }
  | { readonly op: "mfence" | "sfence" | "lfence" }
  | { readonly op: "xchg"; readonly to: string; readonly value: number | string; readonly at: Place }
  | { readonly op: "xadd"; readonly to: string; readonly value: number | string; readonly at: Place }
  | {
      readonly op: "cmpxchg";
      readonly to: string;
      readonly compare: number;
      readonly value: number | string;
      readonly at: Place;
    }
  /** Of the machine with paging: x is mapped to the memory of x, or of y, or to none. */
  | { readonly op: "setpte"; readonly word: "x" | "y" | "none" }
  /** Skips operations if the register is not 0. */
  | { readonly op: "jnz"; readonly register: string; readonly skip: number };

type Memory = Readonly<Record<Place, number>>;

interface Thread {
  readonly pc: number;
  readonly registers: Readonly<Record<string, number>>;
  /** Oldest first. */
  readonly buffer: readonly { readonly at: Place; readonly value: number }[];
}

interface State {
  readonly memory: Memory;
  readonly threads: readonly Thread[];
}

/** Every end of a program: registers as `P0:r1`, memory as `x`, sorted. */
export function tsoOutcomes(programs: readonly (readonly Op[])[]): readonly string[] {
  const first: State = {
    memory: { x: 0, y: 0, z: 0 },
    threads: programs.map(() => ({ pc: 0, registers: {}, buffer: [] })),
  };
  const seen = new Set([JSON.stringify(first)]);
  const ends = new Set<string>();
  const pending = [first];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const next = programs.flatMap((program, p) => stepsOf(program, state, p));
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

function endOf({ memory, threads }: State): string {
  const registers = threads.flatMap((thread, p) =>
    Object.entries(thread.registers).map(([name, value]) => `P${p}:${name}=${value}`),
  );
  return [...registers, ...Object.entries(memory).map(([at, value]) => `${at}=${value}`)]
    .toSorted()
    .join("; ");
}

function stepsOf(program: readonly Op[], state: State, p: number): readonly State[] {
  const thread = state.threads[p];
  if (thread === undefined) return [];
  const op = program[thread.pc];
  return [...drain(state, thread, p), ...(op === undefined ? [] : execute(state, thread, p, op))];
}

const withThread = (state: State, p: number, thread: Thread, memory: Memory = state.memory): State => ({
  memory,
  threads: state.threads.map((other, i) => (i === p ? thread : other)),
});

/** The oldest write of a store buffer reaches memory. */
function drain(state: State, thread: Thread, p: number): readonly State[] {
  const [oldest, ...buffer] = thread.buffer;
  if (oldest === undefined) return [];
  return [withThread(state, p, { ...thread, buffer }, { ...state.memory, [oldest.at]: oldest.value })];
}

function execute(state: State, thread: Thread, p: number, op: Op): readonly State[] {
  const valueOf = (value: number | string): number =>
    typeof value === "number" ? value : (thread.registers[value] ?? 0);
  const after = { ...thread, pc: thread.pc + 1 };
  const withRegister = (to: string, value: number): Thread => ({
    ...after,
    registers: { ...thread.registers, [to]: value },
  });
  switch (op.op) {
    case "load": {
      const own = thread.buffer.findLast(({ at }) => at === op.at);
      return [withThread(state, p, withRegister(op.to, own?.value ?? state.memory[op.at]))];
    }
    case "store":
      return [
        withThread(state, p, {
          ...after,
          buffer: [...thread.buffer, { at: op.at, value: valueOf(op.value) }],
        }),
      ];
    case "mfence":
      return thread.buffer.length > 0 ? [] : [withThread(state, p, after)];
    case "sfence":
    case "lfence":
      return [withThread(state, p, after)];
    case "setpte":
      throw new Error("this machine has no paging");
    case "jnz":
      return [
        withThread(state, p, {
          ...after,
          pc: after.pc + ((thread.registers[op.register] ?? 0) !== 0 ? op.skip : 0),
        }),
      ];
    default: {
      // A locked instruction: alone on the machine, with an empty buffer.
      if (thread.buffer.length > 0) return [];
      const old = state.memory[op.at];
      const operand = valueOf(op.value);
      const stored =
        op.op === "xchg" ? operand : op.op === "xadd" ? old + operand : old === op.compare ? operand : old;
      return [withThread(state, p, withRegister(op.to, old), { ...state.memory, [op.at]: stored })];
    }
  }
}
