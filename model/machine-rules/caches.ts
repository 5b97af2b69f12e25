import { type MachineRule, sections } from "./rule.ts";

const scenario = "test/model/memory/rules.test.ts";
const source = 'docs/machine.md, "Caches"';

/** Cache lines, and maintenance of them. Litmus tests have no cache lines: scenarios show each of these. */
export const cacheLineRules = {
  "write-backs": {
    kind: "freedom",
    says: "A dirty copy is written back at any time, though no program asks for it.",
    source,
    architecture: sections.caches,
    scenario,
  },
  "maintenance-in-line-order": {
    kind: "order",
    says: "Cache maintenance by address is in program order with accesses of its PE to the line through caches.",
    source,
    architecture: sections.cacheMaintenance,
    scenario,
  },
  "dmb-orders-maintenance": {
    kind: "order",
    says: "A DMB of reads and writes orders cache maintenance before and after it.",
    source,
    architecture: sections.cacheMaintenance,
    scenario,
  },
  "dsb-completes-maintenance": {
    kind: "order",
    says: "A DSB of reads and writes, for more than its own PE, waits for earlier cache maintenance.",
    source,
    architecture: sections.dsb,
    scenario,
  },
  "ivac-may-clean": {
    kind: "freedom",
    says: "DC IVAC may write a dirty copy back before it invalidates the line.",
    source,
    architecture: sections.cacheMaintenance,
    scenario,
  },
  "ivac-needs-write-permission": {
    kind: "effect",
    says: "DC IVAC of a page that is not writable faults.",
    source,
    architecture: sections.cacheMaintenance,
    scenario,
  },
} as const satisfies Record<string, MachineRule>;
