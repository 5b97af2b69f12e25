import { type MachineRule, sections } from "./rule.ts";

/** Barriers, acquire and release. */
export const barrierRules = {
  isb: {
    kind: "order",
    says: "Every step of what follows an ISB, its walks included, waits for the ISB.",
    source: "machine-semantics 4 and 8",
    architecture: sections.isb,
  },
  "isb-waits": {
    kind: "order",
    says: "An ISB waits for earlier branches to be resolved and for earlier accesses to be translated.",
    source: "machine-semantics 8",
    architecture: sections.dependencyOrdered,
  },
  "dsb-holds-back": {
    kind: "order",
    says: "What follows a DSB of any type waits for it, all but walks and their hardware updates.",
    source: "machine-semantics 4",
    architecture: sections.dsb,
  },
  "dsb-waits": {
    kind: "order",
    says: "A full DSB waits for earlier reads and writes.",
    source: "machine-semantics 7",
    architecture: sections.dsb,
  },
  "dsb-ld-waits": {
    kind: "order",
    says: "A DSB LD waits for earlier reads.",
    source: "machine-semantics 7",
    architecture: sections.dsb,
  },
  "dsb-st-waits": {
    kind: "order",
    says: "A DSB ST waits for earlier writes.",
    source: "machine-semantics 7",
    architecture: sections.dsb,
  },
  "dsb-waits-for-updates": {
    kind: "order",
    says: "A full DSB waits for the hardware updates that earlier accesses still owe.",
    source: "machine-semantics 7",
    architecture: sections.hardwareManagement,
  },
  dmb: {
    kind: "order",
    says: "A full DMB puts earlier reads and writes before later reads, writes and faults.",
    source: "machine-semantics 4",
    architecture: sections.barrierOrdered,
  },
  "dmb-ld": {
    kind: "order",
    says: "A DMB LD puts earlier reads before later reads, writes and faults.",
    source: "machine-semantics 4",
    architecture: sections.barrierOrdered,
  },
  "dmb-st": {
    kind: "order",
    says: "A DMB ST puts earlier writes before later writes and faults.",
    source: "machine-semantics 4",
    architecture: sections.barrierOrdered,
  },
  "dmb-nsh-is-local": {
    kind: "freedom",
    says: "A DMB NSH orders nothing for other PEs.",
    source: "machine-semantics 15, DMB domains",
    architecture: sections.dmb,
  },
  "no-return-passes-dmb-ld": {
    kind: "freedom",
    says: "The read of an atomic that returns nothing (ST<op>, or one into the zero register) is not ordered by DMB LD or DSB LD.",
    source: "machine-semantics 4",
    architecture: sections.barrierOrdered,
  },
  acquire: {
    kind: "order",
    says: "What follows an acquire (LDAR, LDAXR, an atomic with A) waits for its read.",
    source: "machine-semantics 4",
    architecture: sections.acquireRelease,
  },
  "acquire-pc": {
    kind: "order",
    says: "What follows an acquirePC (LDAPR) waits for its read.",
    source: "machine-semantics 4",
    architecture: sections.acquireRelease,
  },
  "no-return-is-no-acquire": {
    kind: "freedom",
    says: "An atomic with A whose result goes to the zero register is no acquire.",
    source: "machine-semantics 4",
    architecture: sections.acquireRelease,
  },
  release: {
    kind: "order",
    says: "The write of a release (STLR, STLXR, an atomic with L) waits for earlier reads and writes.",
    source: "machine-semantics 4",
    architecture: sections.acquireRelease,
  },
  "release-before-acquire": {
    kind: "order",
    says: "An acquire that is not an acquirePC does not read before the write of an earlier release.",
    source: "machine-semantics 4",
    architecture: sections.acquireRelease,
  },
  "acquire-release-atomic": {
    kind: "order",
    says: "What follows an atomic with both A and L waits for its write too.",
    source: "machine-semantics 4",
    architecture: sections.barrierOrdered,
  },
} as const satisfies Record<string, MachineRule>;
