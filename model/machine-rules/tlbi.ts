import { type MachineRule, sections } from "./rule.ts";

/** TLB maintenance. */
export const tlbiRules = {
  "tlbi-removes": {
    kind: "order",
    says: "A completed TLBI removes the entries older than what memory held when it was issued.",
    source: "machine-semantics 7",
    architecture: sections.tlbMaintenance,
  },
  "tlbi-spares-other-pages": {
    kind: "freedom",
    says: "A TLBI by address removes entries of the page it names and of no other.",
    source: "machine-semantics 7",
    architecture: sections.tlbMaintenance,
  },
  "local-tlbi": {
    kind: "freedom",
    says: "A TLBI that is not broadcast (no IS) removes entries of its own PE only.",
    source: "machine-semantics 7",
    architecture: sections.tlbMaintenance,
  },
  "tlbi-waits-for-branches": {
    kind: "order",
    says: "A TLBI waits until the branches before it are resolved.",
    source: "machine-semantics 7",
    architecture: sections.dependencyOrdered,
  },
  "dsb-completes-tlbi": {
    kind: "order",
    says: "A full DSB completes the earlier TLBIs of its PE.",
    source: "machine-semantics 7",
    architecture: sections.dsb,
  },
  "dsb-ld-st-complete-no-tlbi": {
    kind: "freedom",
    says: "A DSB LD or ST completes no TLBI.",
    source: "machine-semantics 7",
    architecture: sections.dsb,
  },
  "dsb-waits-for-old-accesses": {
    kind: "order",
    says: "The DSB that completes a TLBI waits for accesses of other PEs that used an entry it removes.",
    source: "machine-semantics 7, a",
    architecture: sections.tlbMaintenance,
  },
  "dsb-waits-for-old-faults": {
    kind: "order",
    says: "It waits too for faults of other PEs by such an entry.",
    source: "machine-semantics 7, a",
    architecture: sections.tlbMaintenance,
  },
  "dsb-waits-for-older-walks": {
    kind: "order",
    says: "It waits too for the translations of accesses before such a one, at the same offset in their page.",
    source: "machine-semantics 7, b",
    architecture: sections.tlbMaintenance,
  },
  "unknown-addresses-do-not-block": {
    kind: "freedom",
    says: "It does not wait for those of which the address is not known yet: they must not turn out to be there.",
    source: "machine-semantics 7, b, DRN",
    architecture: sections.tlbMaintenance,
  },
  "nsh-completes-locally": {
    kind: "freedom",
    says: "A DSB NSH completes stores and TLBIs for its own PE only.",
    source: "machine-semantics 15, local completion",
    architecture: sections.dsb,
  },
} as const satisfies Record<string, MachineRule>;
