import { type MachineRule, sections } from "./rule.ts";

/** Translations: walks, the entries they leave in TLBs, and when they may happen. */
export const walkRules = {
  "translation-first": {
    kind: "order",
    says: "An access reads or writes after its own translation.",
    source: "machine-semantics 5",
    architecture: sections.dependencyOrdered,
    fixed: "before it there is no location to read or to write",
  },
  "walks-pass-barriers": {
    kind: "freedom",
    says: "A walk waits for no earlier access: neither a DMB nor an acquire holds it back.",
    source: "machine-semantics 3",
    architecture: sections.barrierOrdered,
  },
  "walks-pass-dsb": {
    kind: "freedom",
    says: "Without FEAT_ETS2 a DSB holds back no walk and no hardware update.",
    source: "machine-semantics 3 and 6",
    architecture: sections.ets2,
  },
  "old-entries": {
    kind: "freedom",
    says: "A translation may use any cacheable descriptor that was in memory since the last TLBI took effect.",
    source: "machine-semantics 3; vmsa-semantics 1, R2",
    architecture: sections.tlbMaintenance,
  },
  "invalid-is-not-cached": {
    kind: "order",
    says: "A translation that ends in a translation fault takes its descriptor from memory as it is now.",
    source: "machine-semantics 3; vmsa-semantics 1, R1",
    architecture: sections.tlbMaintenance,
  },
  "access-flag-clear-is-not-cached": {
    kind: "order",
    says: "So does one that finds the access flag clear.",
    source: "machine-semantics 3; vmsa-semantics 1, R1",
    architecture: sections.tlbMaintenance,
  },
  "el0-permission": {
    kind: "effect",
    says: "Code at EL0 accesses only pages with AP[1], and no translation table.",
    source: "machine-semantics 3",
    architecture: sections.permissions,
  },
  "write-permission": {
    kind: "effect",
    says: "A write to a page that is not writable faults, that of a compare-and-swap that will fail too.",
    source: "machine-semantics 3",
    architecture: sections.permissions,
  },
  "ets2-faults-wait": {
    kind: "order",
    says: "With FEAT_ETS2 a walk that ends in a translation or access-flag fault waits for every earlier access.",
    source: "machine-semantics 3; vmsa-semantics 3, W3",
    architecture: sections.ets2,
  },
  "ets2-dsb-holds-back-walks": {
    kind: "order",
    says: "With FEAT_ETS2 walks and hardware updates wait for every earlier DSB.",
    source: "machine-semantics 3; vmsa-semantics 3, W3",
    architecture: sections.ets2,
  },
  "ets3-faults-wait": {
    kind: "order",
    says: "With FEAT_ETS3 a translation that ends in a permission fault waits for every earlier access too.",
    source: "machine-semantics 3; vmsa-semantics 3, W4",
    architecture: sections.ets3,
  },
} as const satisfies Record<string, MachineRule>;
