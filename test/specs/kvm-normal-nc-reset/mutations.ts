import {
  descriptor,
  linuxMair,
  MT_S2,
  stage2Descriptor,
  type Instruction,
  type Scenario,
} from "../../../model/index.ts";
import { physical, ptes } from "../../../specs/kvm-normal-nc-reset/board.ts";
import { oneInstruction, withoutLocks, type Change, type Mutation } from "../mutate.ts";

/**
 * Every scenario with one barrier, TLBI, lock, branch, wait, read or store dropped, weakened or gone wrong, or with one
 * descriptor of the BAR of another memory type: what kvm_s2_fault_compute_prot() and vfio's mmap decide is no instruction.
 */
export const mutationsOf = (scenario: Scenario): readonly Mutation[] => [
  ...oneInstruction(scenario, changesOf),
  ...withoutLocks(scenario),
  ...oneType(scenario),
];

function changesOf(instruction: Instruction): readonly Change[] {
  // Properties and branches speak of what has a label.
  if (instruction.label !== undefined) return [];
  const drop: Change = { name: "drop", to: null };
  switch (instruction.kind) {
    case "dsb":
      return [drop, { name: "make nsh", to: { ...instruction, domain: "nsh" } }];
    case "tlbi":
      return [drop, { name: "make local", to: { ...instruction, scope: "nsh" } }];
    case "store":
    case "dmb":
    case "isb":
    case "load":
    case "iotlb-invalidate":
      return [drop];
    case "branch":
      return instruction.condition === null ? [] : [drop];
    default:
      return [];
  }
}

const types: Readonly<Record<string, readonly bigint[]>> = {
  [String(ptes.stage2)]: [MT_S2.NORMAL, MT_S2.NORMAL_NC].map((memAttr) =>
    stage2Descriptor({ oa: physical.bar, memAttr }),
  ),
  [String(ptes.user)]: [
    descriptor({ oa: physical.bar, attributes: linuxMair.findIndex((type) => type === "Normal-NC") }),
  ],
};

/** The BAR mapped by another type, by one table. */
const oneType = (scenario: Scenario): readonly Mutation[] =>
  scenario.tables.flatMap((table, t) =>
    table.ptes.flatMap((pte, p) =>
      (types[String(pte.address)] ?? []).map((initial) => ({
        name: `${table.name}: ${pte.page} of another type`,
        scenario: {
          ...scenario,
          words: {},
          tables: scenario.tables.map((other, i) =>
            i !== t ? other : { ...other, ptes: other.ptes.map((o, j) => (j === p ? { ...o, initial } : o)) },
          ),
        },
      })),
    ),
  );
