import { type MachineRule, sections } from "./rule.ts";

/** Reads and writes: coherence, forwarding, atomicity. */
export const accessRules = {
  "writes-at-once": {
    kind: "order",
    says: "A write becomes visible to every other PE at the same instant.",
    source: "machine-semantics 1 and 5",
    architecture: sections.externalVisibility,
    fixed: "memory is one array: no PE has another",
  },
  "same-location": {
    kind: "order",
    says: "A write waits for earlier reads and writes of its PE at the same location.",
    source: "machine-semantics 4",
    architecture: sections.internalVisibility,
  },
  coRR: {
    kind: "order",
    says: "Of two loads of a PE at one location the younger does not read an older value than the other.",
    source: "machine-semantics 5, coRR",
    architecture: sections.internalVisibility,
  },
  coWR: {
    kind: "order",
    says: "A load does not read past an earlier store of its own PE to the same location.",
    source: "machine-semantics 3 and 5, coWR",
    architecture: sections.internalVisibility,
  },
  forwarding: {
    kind: "freedom",
    says: "A load may take its value from an earlier store of its own PE that no other PE sees yet.",
    source: "machine-semantics 5",
    architecture: sections.externalVisibility,
  },
  "forwarding-before-translation": {
    kind: "freedom",
    says: "It may do so before that store is translated, on the guess that both go to the same place.",
    source: "machine-semantics 5",
    architecture: sections.externalVisibility,
  },
  "forwarding-from-undecided-cas": {
    kind: "freedom",
    says: "A load may take its value from a compare-and-swap that has not compared yet, on the guess that it will write.",
    source: "machine-semantics 5",
    architecture: sections.externalVisibility,
  },
  "reads-pass-undecided-cas": {
    kind: "freedom",
    says: "A load may read past a compare-and-swap that has not compared yet, on the guess that it will not write.",
    source: "machine-semantics 5",
    architecture: sections.externalVisibility,
  },
  "acquire-takes-from-read-atomic": {
    kind: "order",
    says: "An acquire takes its value from an own atomic only once that has read.",
    source: "machine-semantics 5",
    architecture: sections.atomicOrdered,
  },
  "atomic-is-atomic": {
    kind: "order",
    says: "No write of another PE comes between the read and the write of an atomic.",
    source: "machine-semantics 2 and 5",
    architecture: sections.externalVisibility,
  },
  "exclusive-pair": {
    kind: "order",
    says: "No write of another PE comes between a load-exclusive and a store-exclusive that succeeds.",
    source: "machine-semantics 2 and 5",
    architecture: sections.exclusives,
  },
  "status-is-early": {
    kind: "freedom",
    says: "The status of a store-exclusive is known before it is performed, and carries no dependency; it may always fail.",
    source: "machine-semantics 2",
    architecture: sections.exclusives,
    fixed: "whether it succeeds is a step of its own, before all others of it",
  },
} as const satisfies Record<string, MachineRule>;
