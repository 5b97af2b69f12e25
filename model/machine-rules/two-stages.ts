import { type MachineRule, sections } from "./rule.ts";

const scenario = "test/model/mmu/two-stages.test.ts";

/** Stage 2 of a guest. Litmus tests have no stage 2: a scenario shows each of these. */
export const stage2Rules = {
  "stage-1-tlbi-spares-stage-2": {
    kind: "freedom",
    says: "A TLBI of stage 1 (VMALLE1, VAE1) leaves entries of stage 2 alone, and what it removed can be made of them again.",
    source: "machine-semantics 15, two stages",
    architecture: sections.tlbMaintenance,
    scenario,
  },
  "ipas2-spares-combined": {
    kind: "freedom",
    says: "A TLBI of stage 2 (IPAS2E1) removes entries of stage 2 alone: those that combine both stages stay.",
    source: "machine-semantics 15, two stages",
    architecture: sections.tlbMaintenance,
    scenario,
  },
  "read-permission": {
    kind: "effect",
    says: "A read of a guest's page that its stage 2 does not make readable faults.",
    source: "machine-semantics 15, two stages",
    architecture: sections.permissions,
    scenario,
  },
} as const satisfies Record<string, MachineRule>;
