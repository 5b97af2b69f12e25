import { type MachineRule, sections } from "./rule.ts";

/** Dependencies and guesses. */
export const dependencyRules = {
  "operands-first": {
    kind: "order",
    says: "An access is translated after its address is there, and writes after its data are.",
    source: "machine-semantics 4",
    architecture: sections.dependencyOrdered,
    fixed: "without operands there is nothing to translate or to write",
  },
  "control-before-writes": {
    kind: "order",
    says: "A write waits until the branches before it are resolved.",
    source: "machine-semantics 4, CTRL",
    architecture: sections.dependencyOrdered,
  },
  "translations-before-writes": {
    kind: "order",
    says: "A write waits until the accesses before it know their address and are translated.",
    source: "machine-semantics 4, TRANS",
    architecture: sections.dependencyOrdered,
  },
  "branch-prediction": {
    kind: "freedom",
    says: "What follows a branch may go ahead on a guess while its condition is not known.",
    source: "machine-semantics 2",
    architecture: sections.dependencyOrdered,
  },
  "backward-branch-prediction": {
    kind: "freedom",
    says: "So may the next round of a loop.",
    source: "machine-semantics 2",
    architecture: sections.dependencyOrdered,
  },
  "pick-prediction": {
    kind: "freedom",
    says: "A conditional select may yield one of its operands on a guess while its condition is not known.",
    source: "machine-semantics 2",
    architecture: sections.dependencyOrdered,
  },
  "picks-are-tracked": {
    kind: "order",
    says: "What other PEs can see waits until no guess is left in its address and data, nor in the addresses before it.",
    source: "machine-semantics 2, taint",
    architecture: sections.dependencyOrdered,
  },
  "picks-through-acquires": {
    kind: "order",
    says: "A write waits until no guess is left in what the acquires before it have read.",
    source: "machine-semantics 4, pick-lob",
    architecture: sections.dependencyOrdered,
  },
} as const satisfies Record<string, MachineRule>;
