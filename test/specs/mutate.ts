import type { Instruction, Program, Scenario } from "../../model/index.ts";

/** A scenario that differs from another in one instruction, or in what goes with it. */
export interface Mutation {
  /** What was done: "PE0: drop dsb(ish) (instruction 3)". */
  readonly name: string;
  readonly scenario: Scenario;
}

/** What becomes of an instruction; null: it is dropped. */
export interface Change {
  /** "drop". */
  readonly name: string;
  readonly to: Instruction | null;
}

/** Every scenario with one instruction changed in one of the ways given. */
export const oneInstruction = (
  scenario: Scenario,
  changesOf: (instruction: Instruction) => readonly Change[],
): readonly Mutation[] =>
  scenario.pes.flatMap((pe, p) =>
    pe.program.instructions.flatMap((instruction, i) =>
      changesOf(instruction).map(({ name, to }) => ({
        name: `${pe.name}: ${name} ${instruction.kernel} (instruction ${i})`,
        scenario: withProgram(scenario, p, replaced(pe.program, i, to)),
      })),
    ),
  );

/** A PE that does not take a lock does not release it either: they go as one. */
export function withoutLocks(scenario: Scenario): readonly Mutation[] {
  const locked = ({ kind }: Instruction): boolean => kind === "lock" || kind === "unlock";
  return scenario.pes.flatMap((pe, p) => {
    if (!pe.program.instructions.some(locked)) return [];
    const instructions = pe.program.instructions.filter((instruction) => !locked(instruction));
    return [{ name: `${pe.name}: without its lock`, scenario: withProgram(scenario, p, { instructions }) }];
  });
}

const replaced = ({ instructions }: Program, index: number, to: Instruction | null): Program => ({
  instructions: instructions.flatMap((instruction, i) =>
    i !== index ? [instruction] : to === null ? [] : [to],
  ),
});

const withProgram = (scenario: Scenario, pe: number, program: Program): Scenario => ({
  ...scenario,
  pes: scenario.pes.map((other, i) => (i === pe ? { ...other, program } : other)),
});
