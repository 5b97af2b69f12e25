import { type MachineRule, sections } from "./rule.ts";

/** Hardware management of the access flag and the dirty state. */
export const updateRules = {
  "hardware-access-flag": {
    kind: "effect",
    says: "With TCR.HA a walk that finds the access flag clear sets it, where it would have faulted.",
    source: "machine-semantics 3 and 6",
    architecture: sections.hardwareManagement,
  },
  "hardware-dirty-state": {
    kind: "effect",
    says: "With TCR.HD a write to a page with DBM makes it writable, where it would have faulted.",
    source: "machine-semantics 3 and 6",
    architecture: sections.hardwareManagement,
  },
  "update-is-atomic": {
    kind: "order",
    says: "No write comes between a walk and the hardware update that it makes.",
    source: "machine-semantics 6; vmsa-semantics 1, R3",
    architecture: sections.hardwareManagement,
  },
  "update-waits-for-branches": {
    kind: "order",
    says: "The hardware update for an access waits until the branches before it are resolved.",
    source: "machine-semantics 6",
    architecture: sections.hardwareManagement,
  },
  "update-waits-for-translations": {
    kind: "order",
    says: "It waits too until the accesses before it know their address and are translated.",
    source: "machine-semantics 6",
    architecture: sections.hardwareManagement,
  },
  "update-passes-dmb": {
    kind: "freedom",
    says: "No DMB, acquire or release holds back a hardware update.",
    source: "machine-semantics 6",
    architecture: sections.barrierOrdered,
  },
  "access-passes-its-update": {
    kind: "freedom",
    says: "An access may read or write before the hardware update of its own translation.",
    source: "machine-semantics 6",
    architecture: sections.hardwareManagement,
  },
  "speculative-access-flag": {
    kind: "freedom",
    says: "With TCR.HA a walk for no instruction may set the access flag at any time.",
    source: "machine-semantics 6, SPUR",
    architecture: sections.hardwareManagement,
  },
  "failing-cas-needs-no-update": {
    kind: "freedom",
    says: "A compare-and-swap that fails may leave the page as it is, not made writable.",
    source: "machine-semantics 3, NODB",
    architecture: sections.hardwareManagement,
  },
} as const satisfies Record<string, MachineRule>;
