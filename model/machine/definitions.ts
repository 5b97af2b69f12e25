import type { Instruction } from "../program/instruction.ts";
import type { PlacedInstruction } from "../program/layout.ts";
import { ELR } from "../program/program.ts";

/** The instructions that may have written a register where it is read. */
export interface Definitions {
  /** Youngest first. */
  readonly writers: readonly number[];
  /** Of ELR_EL1: the instructions whose exception may have written it. Youngest first. */
  readonly faults: readonly number[];
  /** Whether some path reaches the read without a writer. */
  readonly initial: boolean;
}

/** The register an instruction writes, or null. */
export function definedRegister(instruction: Instruction): string | null {
  switch (instruction.kind) {
    case "load":
    case "let":
    case "select":
    case "choose":
    case "rmw":
      return instruction.register;
    case "store-exclusive":
      return instruction.status;
    default:
      return null;
  }
}

/** A way to an instruction. */
export interface Predecessor {
  /** -1 is the entry of the program. */
  readonly index: number;
  /** Whether it is left by a fault: then it has written no register but ELR_EL1. */
  readonly byFault: boolean;
}

/**
 * Predecessors of each instruction.
 *
 * @param edges "forward": within one iteration of loops that close; "all": across iterations too
 */
export function predecessorsOf(
  code: readonly PlacedInstruction[],
  edges: "forward" | "all",
): readonly (readonly Predecessor[])[] {
  const predecessors: Predecessor[][] = code.map(() => []);
  const add = (to: number, index: number, byFault = false): void => {
    predecessors[to]?.push({ index, byFault });
  };
  add(0, -1);
  code.forEach(({ instruction, taken, next, onFault, returns }, index) => {
    const always = instruction.kind === "branch" && instruction.condition === null;
    if (!always) add(next, index);
    const counts = taken !== null && (edges === "all" || taken > index);
    if (counts && (always || taken !== next)) add(taken, index);
    if (onFault.kind === "goes on") add(onFault.at, index, true);
    for (const to of new Set(returns?.map((way) => way.to))) add(to, index);
  });
  return predecessors;
}

/** The writers of `register` that reach instruction `at` along some path. */
export function reachingDefinitions(
  code: readonly PlacedInstruction[],
  predecessors: readonly (readonly Predecessor[])[],
  at: number,
  register: string,
): Definitions {
  const writers = new Set<number>();
  const faults = new Set<number>();
  const seen = new Set<number>();
  let initial = false;
  const pending = [...(predecessors[at] ?? [])];
  for (let way = pending.pop(); way !== undefined; way = pending.pop()) {
    const { index, byFault } = way;
    if (index === -1) initial = true;
    if (byFault && register === ELR) faults.add(index);
    else if (byFault) pending.push(...(predecessors[index] ?? []));
    else if (index >= 0 && !seen.has(index)) {
      seen.add(index);
      const instruction = code[index]?.instruction;
      if (instruction !== undefined && definedRegister(instruction) === register) writers.add(index);
      else pending.push(...(predecessors[index] ?? []));
    }
  }
  return { writers: youngestFirst(writers), faults: youngestFirst(faults), initial };
}

const youngestFirst = (indices: ReadonlySet<number>): readonly number[] =>
  [...indices].toSorted((a, b) => b - a);
