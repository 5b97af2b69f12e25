import { binary, constant, type Instruction, type Scenario } from "../../../model/index.ts";
import { oneInstruction, withoutLocks, type Change, type Mutation } from "../mutate.ts";

/** Every scenario with one barrier, TLBI, lock, wait or store dropped, weakened or gone wrong. */
export const mutationsOf = (scenario: Scenario): readonly Mutation[] => [
  ...withoutLocks(scenario),
  ...oneInstruction(scenario, (instruction) => changesOf(instruction, scenario)),
];

function changesOf(instruction: Instruction, scenario: Scenario): readonly Change[] {
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
