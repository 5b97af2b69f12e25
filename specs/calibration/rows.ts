import type { LitmusTest } from "./litmus-test.ts";

/** A published test that the machine of one stage, one level and one address space can run. */
export interface Row {
  /** As published. */
  readonly name: string;
  /** What it shows about kernel code. */
  readonly about: string;
  readonly test: LitmusTest;
  readonly published: Result;
  /** With FEAT_ETS2, where that differs. Not published: it follows from the rule that `because` names. */
  readonly ets2?: { readonly result: Result; readonly because: string };
  /** Where the published results disagree. */
  readonly because?: string;
}

export type Result = "allowed" | "forbidden";

const faultsWait =
  "FEAT_ETS2: a walk that ends in a translation fault comes after every access earlier in program order";

/** One thread changes a descriptor and then uses it: coherence of a write and a translation, CoWT. */
const coherence: readonly Row[] = [
  {
    name: "CoWTf.inv+po",
    about:
      "set_pte() and a use with nothing in between: the walk may go first and fault on the invalid entry",
    test: { initially: "invalid", writer: ["map", "use"], reader: [], outcome: "faults" },
    published: "allowed",
    ets2: { result: "forbidden", because: faultsWait },
  },
  {
    name: "CoWTf.inv+dsb",
    about: "a dsb(ishst) alone after set_pte() does not hold back the walks of what follows it",
    test: { initially: "invalid", writer: ["map", "dsb", "use"], reader: [], outcome: "faults" },
    published: "allowed",
    because: "not in the ESOP'22 csv; from the regression file of the nightly build of 2022-12-21",
    ets2: { result: "forbidden", because: faultsWait },
  },
  {
    name: "CoWTf.inv+dsb-isb",
    about: "__set_pte() of a kernel mapping ends in dsb(ishst) and isb(): its user takes no spurious fault",
    test: { initially: "invalid", writer: ["map", "dsb", "isb", "use"], reader: [], outcome: "faults" },
    published: "forbidden",
  },
  {
    name: "CoWinvT+dsb-isb",
    about: "barriers remove nothing from a TLB: pte_clear() without a TLBI leaves the old mapping usable",
    test: { initially: "valid", writer: ["unmap", "dsb", "isb", "use"], reader: [], outcome: "uses-old" },
    published: "allowed",
  },
  {
    name: "CoWinvT.EL1+dsb-tlbi-dsb",
    about: "why flush_tlb_kernel_range() ends in isb(): the next walk may have been done before the TLBI",
    test: {
      initially: "valid",
      writer: ["unmap", "dsb", "tlbi", "dsb", "use"],
      reader: [],
      outcome: "uses-old",
    },
    published: "allowed",
    ets2: { result: "forbidden", because: "FEAT_ETS2: a DSB comes before every later walk" },
  },
  {
    name: "CoWinvT.EL1+dsb-tlbi-dsb-isb",
    about: "the sequence of local_flush_tlb_all(): afterwards this CPU cannot use the old mapping",
    test: {
      initially: "valid",
      writer: ["unmap", "dsb", "tlbi", "dsb", "isb", "use"],
      reader: [],
      outcome: "uses-old",
    },
    published: "forbidden",
  },
];

/** One thread takes a mapping away, tells the other, and that one still reads through it: MP.RT. */
const unmapping: readonly Row[] = [
  {
    name: "MP.RT.EL1+dsb-tlbi-dsb+dsb-isb",
    about: "a TLBI without IS does nothing for other CPUs: the bug of pKVM's fixmap as posted",
    test: {
      initially: "valid",
      writer: ["unmap", "dsb", "tlbi", "dsb", "send"],
      reader: ["receive", "dsb", "isb", "use"],
      outcome: "uses-old",
    },
    published: "allowed",
  },
  {
    name: "MP.RT.EL1+dsb-tlbiis-dsb+dsb-isb",
    about: "flush_tlb_page() before the news of it: no CPU that has them uses the old mapping",
    test: {
      initially: "valid",
      writer: ["unmap", "dsb", "tlbiis", "dsb", "send"],
      reader: ["receive", "dsb", "isb", "use"],
      outcome: "uses-old",
    },
    published: "forbidden",
  },
  {
    name: "MP.RT.EL1+dsb-tlbiis-dsb+dmb",
    about:
      "after flush_tlb_page() even smp_mb() keeps who has heard of it from the old page, which may be freed",
    test: {
      initially: "valid",
      writer: ["unmap", "dsb", "tlbiis", "dsb", "send"],
      reader: ["receive", "dmb", "use"],
      outcome: "uses-old",
    },
    published: "forbidden",
    because:
      "allowed in ESOP'22, forbidden by Arm's current model: the DSB waits for the reader's access, which the DMB puts after the message",
  },
  {
    name: "MP.BBM1+dsb-tlbiis-dsb-dsb+dsb-isb",
    about: "break-before-make: who has heard that the new mapping is made never reads through the old one",
    test: {
      initially: "valid",
      writer: ["unmap", "dsb", "tlbiis", "dsb", "map", "dsb", "send"],
      reader: ["receive", "dsb", "isb", "use"],
      outcome: "uses-old",
    },
    published: "forbidden",
  },
  {
    name: "BBM+dsb-tlbiis-dsb",
    about:
      "whoever uses a page while break-before-make is under way may fault, and must be able to handle it",
    test: {
      initially: "valid",
      writer: ["unmap", "dsb", "tlbiis", "dsb", "map"],
      reader: ["use"],
      outcome: "faults",
    },
    published: "allowed",
  },
];

/** One thread makes a mapping and tells the other, which faults on it all the same: MP.RTf. */
const mapping: readonly Row[] = [
  {
    name: "MP.RTf.inv+dmb+po",
    about: "a new mapping published after smp_mb(): a reader that orders nothing may fault on it",
    test: {
      initially: "invalid",
      writer: ["map", "dmb", "send"],
      reader: ["receive", "use"],
      outcome: "faults",
    },
    published: "allowed",
    ets2: { result: "forbidden", because: faultsWait },
  },
  {
    name: "MP.RTf.inv+dmb+addr",
    about: "rcu_dereference() of a pointer into a new mapping does not fault: the walk needs the address",
    test: {
      initially: "invalid",
      writer: ["map", "dmb", "send"],
      reader: ["receive", "use-addr"],
      outcome: "faults",
    },
    published: "forbidden",
  },
  {
    name: "MP.RTf.inv+dmb+dsb-isb",
    about: "without a dependency the reader of a new mapping needs a DSB and a context synchronisation event",
    test: {
      initially: "invalid",
      writer: ["map", "dmb", "send"],
      reader: ["receive", "dsb", "isb", "use"],
      outcome: "faults",
    },
    published: "forbidden",
  },
];

/** The rows that run, in the order of the brief's table. */
export const rows: readonly Row[] = [...coherence, ...unmapping, ...mapping];
