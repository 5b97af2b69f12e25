import { type MachineRule, sections } from "./rule.ts";

/** Faults, the handlers they lead to, and the way back. */
export const faultRules = {
  "faulted-access-does-nothing": {
    kind: "effect",
    says: "An access that faults reads nothing, writes nothing, and leaves its registers as they were.",
    source: "machine-semantics 4 and 8",
    architecture: sections.model,
    fixed: "it has no location to read or to write",
  },
  "entry-synchronises": {
    kind: "order",
    says: "Every step of a handler, its walks included, waits for the exception to be taken.",
    source: "machine-semantics 8",
    architecture: sections.contextSynchronisation,
  },
  "entry-waits-for-branches": {
    kind: "order",
    says: "An exception is taken once the branches before it are resolved.",
    source: "machine-semantics 8",
    architecture: sections.dependencyOrdered,
  },
  "entry-waits-for-translations": {
    kind: "order",
    says: "An exception is taken once the accesses before it know their address and are translated.",
    source: "machine-semantics 8",
    architecture: sections.dependencyOrdered,
  },
  "entry-passes-completion": {
    kind: "freedom",
    says: "A handler does not wait for its fault to be complete.",
    source: "machine-semantics 8",
    architecture: sections.barrierOrdered,
  },
  "fault-waits-for-barriers": {
    kind: "order",
    says: "A fault is complete after what DMB, acquire and acquire-release atomics put before it.",
    source: "machine-semantics 8",
    architecture: sections.barrierOrdered,
  },
  "fault-passes-branches": {
    kind: "freedom",
    says: "A fault may be complete while a branch before it is not resolved.",
    source: "machine-semantics 8",
    architecture: sections.dependencyOrdered,
  },
  "eret-synchronises": {
    kind: "order",
    says: "Every step of what an ERET returns to, walks included, waits for the ERET.",
    source: "machine-semantics 8",
    architecture: sections.contextSynchronisation,
  },
  "eret-waits": {
    kind: "order",
    says: "An ERET waits for earlier branches to be resolved and for earlier accesses to be translated.",
    source: "machine-semantics 8",
    architecture: sections.dependencyOrdered,
  },
  "one-retry": {
    kind: "effect",
    says: "A thread that executes a faulting instruction again does so once: a path on which it faults twice is left out.",
    source: "machine-semantics 8; litmus-format 8",
    architecture: sections.model,
    fixed: "it bounds which paths are looked at, and is listed among the assumptions; it orders nothing",
  },
} as const satisfies Record<string, MachineRule>;
