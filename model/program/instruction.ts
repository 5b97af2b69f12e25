import type { Expression } from "./expression.ts";

/**
 * The abstract instructions of a program. Litmus files, lifted C and hand-written specs all end in these, so that one
 * machine serves all of them. Loads and stores whose translation leads to a register of a device are requests to it.
 * Every switch over `kind` is exhaustive, so the compiler lists the places where a new member must be answered.
 */
export type Instruction =
  | Load
  | Store
  | Rmw
  | StoreExclusive
  | Let
  | Select
  | Choose
  | Branch
  | Dmb
  | Dsb
  | Isb
  | Tlbi
  | Await
  | Lock
  | Unlock
  | SendIpi
  | TakeIpi
  | Svc
  | Eret
  | Speculate
  | Dc
  | Clflush
  | Wbinvd
  | Fence
  | IotlbInvalidate
  | Mark;

/** What every instruction carries: how the kernel spells it, where it stands, and its label. */
export interface Located {
  /** As written: `WRITE_ONCE(*ptep, pte)`, `dsb(ishst)`. Shown in traces. */
  readonly kernel: string;
  /** `file:line` of the C, mail or litmus text it comes from. */
  readonly source?: string;
  /** A name for branches to jump to and for properties to speak of. Unique in its program. */
  readonly label?: string;
}

/**
 * The ordering of a load: `acquire` is LDAR, `acquirePC` LDAPR (smp_load_acquire on FEAT_LRCPC machines).
 * Arm ARM B2.3, "Barrier-ordered-before"; machine-semantics 4.
 */
export type LoadOrder = "plain" | "acquire" | "acquirePC";

/** `release` is STLR (smp_store_release). */
export type StoreOrder = "plain" | "release";

/**
 * LDR and friends. `bits`, here and below: a W register is meant, which has the low half of what a word holds; all
 * accesses to one place have the size it has. `address` is a virtual address, or the address of a PTE, which is not translated. */
export interface Load extends Located {
  readonly kind: "load";
  readonly register: string;
  readonly address: Expression;
  readonly order: LoadOrder;
  /** LDXR, LDAXR: opens the reservation that a later store-exclusive of the PE needs. */
  readonly exclusive?: true;
  readonly bits?: 32;
}

/** STR and STLR. */
export interface Store extends Located {
  readonly kind: "store";
  readonly address: Expression;
  readonly value: Expression;
  readonly order: StoreOrder;
  readonly bits?: 32;
}

/**
 * STXR and STLXR: a store that happens only if nothing came between it and the youngest load-exclusive before it, and
 * that may fail anyway.
 */
export interface StoreExclusive extends Located {
  readonly kind: "store-exclusive";
  /** Receives 0 for success, 1 for failure. It is known at once: it carries no dependency (machine-semantics 2). */
  readonly status: string;
  readonly address: Expression;
  readonly value: Expression;
  readonly order: StoreOrder;
  readonly bits?: 32;
}

/** SWP, LDADD, LDSET, LDCLR, LDEOR and CAS: a read and a write that nothing comes between. */
export interface Rmw extends Located {
  readonly kind: "rmw";
  readonly operation: "swap" | "add" | "set" | "clear" | "xor" | "cas";
  /** Receives the old value; null for the ST<op> forms, whose read DMB LD does not order. */
  readonly register: string | null;
  readonly address: Expression;
  /** The operand; for `cas` the new value. */
  readonly value: Expression;
  /** For `cas`: the value compared with. */
  readonly compare?: Expression;
  readonly acquire: boolean;
  readonly release: boolean;
  readonly bits?: 32;
}

/** ALU: `register := value`. */
export interface Let extends Located {
  readonly kind: "let";
  readonly register: string;
  readonly value: Expression;
}

/**
 * CSEL, CSET and their like: `register := condition ? yes : no`. What it yields may be predicted, so that the condition
 * is a pick dependency and no data dependency (vmsa-semantics 5, pob).
 */
export interface Select extends Located {
  readonly kind: "select";
  readonly register: string;
  /** Anything but 0 selects `yes`. */
  readonly condition: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

/** A value taken as arbitrary among a few: a configuration, an argument, a scheduling decision. */
export interface Choose extends Located {
  readonly kind: "choose";
  readonly register: string;
  readonly among: readonly bigint[];
}

/** Taken when the condition is not 0 (null: always). A backward branch states how often it may be taken. */
export interface Branch extends Located {
  readonly kind: "branch";
  readonly condition: Expression | null;
  /** A label of the program, or "end". */
  readonly to: string;
  /**
   * Backward branches only. A number: how often a path takes it at most; one that needs more makes a verdict UNDECIDED.
   * "closes": any number of times. Each iteration then starts when the one before is complete, and forgets it but for
   * the registers it hands on, so that a loop which changes nothing returns to the same state.
   */
  readonly bound?: number | "closes";
}

/** Shareability: this PE, the inner shareable domain, the outer one, the full system. */
export type Domain = "nsh" | "ish" | "osh" | "sy";

/** Which accesses a barrier is about: loads, stores, or both. */
export type Accesses = "ld" | "st" | "all";

/** Orders explicit accesses; never a walk, nor a TLBI. */
export interface Dmb extends Located {
  readonly kind: "dmb";
  readonly domain: Domain;
  readonly accesses: Accesses;
}

/** Waits for accesses, and if it is about both kinds completes the TLBIs of its own PE, as far as its domain goes. */
export interface Dsb extends Located {
  readonly kind: "dsb";
  readonly domain: Domain;
  readonly accesses: Accesses;
}

/** A context synchronisation event and nothing else. */
export interface Isb extends Located {
  readonly kind: "isb";
}

/** The translation regime a TLBI names and a PE translates in. */
export type Regime = "el1" | "el2";

/**
 * The entries a TLBI is about, by the stages that they hold (Arm ARM D8.17, "TLB maintenance instructions").
 * "stage 1": of stage 1 alone, and those that combine it with stage 2 (VMALLE1, VAE1). "stage 2": of stage 2 alone
 * (IPAS2E1); what has been combined stays. "stages 1 and 2": all of them (VMALLS12E1, ALLE1).
 */
export type TlbiStages = "stage 1" | "stage 2" | "stages 1 and 2";

/** TLB maintenance. Without a full DSB of the same PE after it, it has no effect. */
export interface Tlbi extends Located {
  readonly kind: "tlbi";
  readonly scope: "nsh" | "ish" | "osh";
  readonly regime: Regime;
  readonly stages: TlbiStages;
  /**
   * The virtual address whose entries go, of "stage 2" the intermediate physical one; null: all of the regime (VMALLE1,
   * ALLE2).
   */
  readonly va: Expression | null;
  /** Last level only (the `l` of VALE2IS): entries of table descriptors stay. */
  readonly lastLevel: boolean;
  /** The TTL hint, or null. With FEAT_TTL hardware may skip entries of another level. */
  readonly level: number | null;
}

/** `smp_cond_load_*`: a load that is satisfied only by a value. */
export interface Await extends Located {
  readonly kind: "await";
  readonly address: Expression;
  readonly equals: bigint;
  readonly order: LoadOrder;
}

/**
 * A spin lock, mutex or rwsem: acquire. Locks are named, not addressed: they sit outside the memory under check. `shared`:
 * the read side of an rwsem, which several PEs may hold at a time, and none while another holds it alone.
 */
export interface Lock extends Located {
  readonly kind: "lock";
  readonly lock: string;
  readonly shared?: true;
}

/** Release. */
export interface Unlock extends Located {
  readonly kind: "unlock";
  readonly lock: string;
  readonly shared?: true;
}

/** Makes an interrupt pending on another PE. Ordered after earlier accesses only by a DSB. */
export interface SendIpi extends Located {
  readonly kind: "send-ipi";
  /** The name of the receiving PE. */
  readonly to: string;
}

/** Waits for a pending IPI and enters its handler, which is the code that follows. */
export interface TakeIpi extends Located {
  readonly kind: "take-ipi";
}

/**
 * SVC: takes an exception to EL1 wherever it is executed, and returns to the next instruction. It leads where the fault
 * of an access leads, and counts as one. What it hands over is in registers: a handler does not see its immediate.
 */
export interface Svc extends Located {
  readonly kind: "svc";
}

/**
 * Returns from an exception: a context synchronisation event where the machine says so. In the handler of a program it
 * goes to the instruction that ELR_EL1 names: the one that faulted, or the one after a supervisor call, unless the handler
 * wrote the register (`let`).
 */
export interface Eret extends Located {
  readonly kind: "eret";
}

/** A load on a path that is never taken: it may be performed or not, its value is discarded, it cannot fault. */
export interface Speculate extends Located {
  readonly kind: "speculate";
  readonly address: Expression;
}

/**
 * DC by VA to the point of coherency: CVAC cleans the line, IVAC invalidates it (and may clean it first), CIVAC does both.
 * In program order with accesses of its PE to that line; complete for everyone after a DSB (Arm ARM D7.5, "A64 Cache
 * maintenance instructions").
 */
export interface Dc extends Located {
  readonly kind: "dc";
  readonly operation: "cvac" | "ivac" | "civac";
  readonly address: Expression;
}

/**
 * x86: CLFLUSH and CLFLUSHOPT write a line back and invalidate it in every cache of the coherence domain, CLWB writes it
 * back. They differ in what orders them (Intel SDM vol. 2, CLFLUSH, CLFLUSHOPT, CLWB).
 */
export interface Clflush extends Located {
  readonly kind: "clflush";
  readonly form: "clflush" | "clflushopt" | "clwb";
  readonly address: Expression;
}

/** x86: writes back and invalidates every line of this PE's own caches, and of no other PE's (Intel SDM vol. 2, WBINVD). */
export interface Wbinvd extends Located {
  readonly kind: "wbinvd";
}

/** x86: MFENCE, SFENCE, LFENCE. */
export interface Fence extends Located {
  readonly kind: "fence";
  readonly type: "mfence" | "sfence" | "lfence";
}

/**
 * Invalidation of what the IOMMU caches for a device, submitted and awaited: `qi_submit_sync`, `arm_smmu_iotlb_sync`. Done,
 * the device uses no entry that memory did not hold since. `drains`: and no access that used one is under way any more.
 */
export interface IotlbInvalidate extends Located {
  readonly kind: "iotlb-invalidate";
  /** The name of the device. */
  readonly device: string;
  /** The I/O virtual address whose entry goes; null: all of them. */
  readonly iova: Expression | null;
  readonly drains: boolean;
  /** What the device itself caches (ATS) goes too. A device in reset does not answer: then it ends by a timeout. */
  readonly atc: boolean;
}

/**
 * A ghost event for properties: the program has got here, and the barriers before it are complete. No effect on the
 * machine. It happens at once when it can. `ends`: it ends something that a property is about, so that it must also be
 * considered late: at any time before the next store, ISB or exception of its PE, as a step of its own.
 */
export interface Mark extends Located {
  readonly kind: "mark";
  readonly label: string;
  readonly ends?: true;
}
