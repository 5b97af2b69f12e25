import { binary, constant, type Instruction, type Program, type Scenario } from "../../../model/index.ts";

/** A scenario that differs from another in one instruction. */
export interface Mutation {
  /** What was done: "PE0: drop dsb(ish)". */
  readonly name: string;
  readonly scenario: Scenario;
}

/** Every scenario with one barrier, TLBI, lock, wait or store dropped, weakened or gone wrong. */
export function mutationsOf(scenario: Scenario): readonly Mutation[] {
  return [...withoutLocks(scenario), ...oneInstruction(scenario)];
}

/** A PE that does not take a lock does not release it either: the pair goes as one. */
function withoutLocks(scenario: Scenario): readonly Mutation[] {
  return scenario.pes.flatMap((pe, p) => {
    const locked = ({ kind }: Instruction): boolean => kind === "lock" || kind === "unlock";
    if (!pe.program.instructions.some(locked)) return [];
    const instructions = pe.program.instructions.filter((instruction) => !locked(instruction));
    return [{ name: `${pe.name}: without its lock`, scenario: withProgram(scenario, p, { instructions }) }];
  });
}

function oneInstruction(scenario: Scenario): readonly Mutation[] {
  return scenario.pes.flatMap((pe, p) =>
    pe.program.instructions.flatMap((instruction, i) =>
      changesOf(instruction, scenario).map(({ name, to }) => ({
        name: `${pe.name}: ${name} ${instruction.kernel} (instruction ${i})`,
        scenario: withProgram(scenario, p, replaced(pe.program, i, to)),
      })),
    ),
  );
}

function changesOf(
  instruction: Instruction,
  scenario: Scenario,
): readonly { readonly name: string; readonly to: Instruction | null }[] {
  const drop = { name: "drop", to: null };
  switch (instruction.kind) {
    case "dsb":
      return [drop, { name: "make nsh", to: { ...instruction, domain: "nsh" } }];
    case "tlbi":
      return [drop, { name: "make local", to: { ...instruction, scope: "nsh" } }];
    case "store":
      return [
        drop,
        {
          name: "clear the valid bit of",
          to: { ...instruction, value: binary("andnot", instruction.value, constant(1)) },
        },
        ...scenario.tables
          .flatMap((table) => table.ptes)
          .map(({ page, address }) => ({
            name: `to the PTE of ${page}:`,
            to: { ...instruction, address: constant(address) },
          })),
      ];
    case "isb":
    case "unlock":
    case "await":
      return [drop];
    default:
      return [];
  }
}

function replaced({ instructions }: Program, index: number, to: Instruction | null): Program {
  return {
    instructions: instructions.flatMap((instruction, i) =>
      i !== index ? [instruction] : to === null ? [] : [to],
    ),
  };
}

function withProgram(scenario: Scenario, pe: number, program: Program): Scenario {
  return { ...scenario, pes: scenario.pes.map((other, i) => (i === pe ? { ...other, program } : other)) };
}
