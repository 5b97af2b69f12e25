import type { Instruction } from "../program/instruction.ts";
import type { UnrolledInstruction } from "../program/unroll.ts";

/** The instructions that may have written a register where it is read. */
export interface Definitions {
  /** Youngest first. */
  readonly writers: readonly number[];
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

/**
 * Predecessors of each instruction; -1 is the entry.
 *
 * @param edges "forward": within one iteration of loops that close; "all": across iterations too
 */
export function predecessorsOf(
  code: readonly UnrolledInstruction[],
  edges: "forward" | "all",
): readonly (readonly number[])[] {
  const predecessors: number[][] = code.map(() => []);
  predecessors[0]?.push(-1);
  code.forEach(({ instruction, taken, next }, index) => {
    const always = instruction.kind === "branch" && instruction.condition === null;
    if (!always) predecessors[next]?.push(index);
    const counts = taken !== null && (edges === "all" || taken > index);
    if (counts && (always || taken !== next)) predecessors[taken]?.push(index);
  });
  return predecessors;
}

/** The writers of `register` that reach instruction `at` along some path. */
export function reachingDefinitions(
  code: readonly UnrolledInstruction[],
  predecessors: readonly (readonly number[])[],
  at: number,
  register: string,
): Definitions {
  const writers = new Set<number>();
  const seen = new Set<number>();
  let initial = false;
  const pending = [...(predecessors[at] ?? [])];
  for (let i = pending.pop(); i !== undefined; i = pending.pop()) {
    if (i === -1) initial = true;
    if (i === -1 || seen.has(i)) continue;
    seen.add(i);
    const instruction = code[i]?.instruction;
    if (instruction !== undefined && definedRegister(instruction) === register) writers.add(i);
    else pending.push(...(predecessors[i] ?? []));
  }
  return { writers: [...writers].toSorted((a, b) => b - a), initial };
}
