import type { MemoryType } from "../memory/memory-type.ts";
import type { Instruction } from "../program/instruction.ts";
import type { OnFault, Return } from "../program/layout.ts";
import type { Source } from "./closing-loops.ts";

/** One instance of an instruction on a PE: program order is the order of the PE's slots. Everything here is static. */
export interface Slot {
  readonly pe: number;
  /** Position in program order. */
  readonly index: number;
  readonly instruction: Instruction;
  /** Index of the instruction in the program as written, see `UnrolledInstruction`. */
  readonly origin: number;
  /** Whether it is one of the handler, which runs at EL1. */
  readonly handler: boolean;
  /** What its fault leads to; null for what cannot fault. */
  readonly onFault: OnFault | null;
  /** For the ERET of a handler, where it goes; null for other instructions. */
  readonly returns: readonly Return[] | null;
  /**
   * For a branch: the slot it goes to when taken (the number of slots: the end), null where a loop bound cuts it. Not
   * after the branch itself for a loop that closes.
   */
  readonly taken: number | null;
  readonly next: number;
  /** Whether every path fetches it whatever happens: such a slot needs no fetched bit. */
  readonly alwaysFetched: boolean;
  /** Where each register it reads may come from. */
  readonly operands: ReadonlyMap<string, readonly Source[]>;
  /**
   * For a select: whether it goes ahead on a guess while its condition is not known. Only where something could be
   * performed earlier for it.
   */
  readonly predicted: boolean;
  readonly taint: Taint;
  /** Null for instructions that access no memory. */
  readonly access: Access | null;
  readonly order: Order;
  /** For a TLBI, whose entries it removes; null for other instructions. */
  readonly tlbi: TlbiReach | null;
  /** For a DSB: the earlier TLBIs it may complete. */
  readonly completes: readonly number[];
  /** The words that `SlotState.value` can hold: what a load may read, what a choice may choose. */
  readonly values: readonly bigint[];
}

/**
 * What of an instruction may rest on a guess that is not confirmed yet: that of a select, or that a compare-and-swap
 * whose comparison is open succeeds (machine-semantics 2 and 5).
 */
export interface Taint {
  /** The registers it reads for which that is so. */
  readonly operands: ReadonlySet<string>;
  /** Whether it is so of the register it writes. */
  readonly result: boolean;
}

/** A load, store, store-exclusive, RMW, await or speculative load, or cache maintenance by address. */
export interface Access {
  readonly reads: boolean;
  readonly writes: boolean;
  /** Cache maintenance: it is translated, and neither reads nor writes. */
  readonly maintains: boolean;
  /** Whether it may be to a PTE whose address is computed: then knowing the address is a step of its own. */
  readonly computedPte: boolean;
  /** Every address it can have. */
  readonly addresses: readonly AccessAddress[];
  /** What its translation may give; empty for an access that is never translated. */
  readonly outcomes: readonly Outcome[];
  /** Whether some outcome has the walker update the descriptor. */
  readonly updates: boolean;
  /** Whether no write may come between the walk and that update. */
  readonly updatesAtomically: boolean;
  /** Of an RMW, and of a load-exclusive: whether no write may come between its read and the write that goes with it. */
  readonly atomic: boolean;
  /** Every location it can reach. */
  readonly locations: ReadonlySet<number>;
  /** Whether a store must be able to be visible to its own walker before it is to others (an nsh DSB follows). */
  readonly local: boolean;
  /** Earlier stores it may forward from, youngest first. */
  readonly sources: readonly number[];
  /** Whether it may read memory past them. */
  readonly passesStores: boolean;
  /**
   * Of a load-exclusive: the later exclusive instructions, one of which ends its reservation, oldest first. Of a
   * store-exclusive: the earlier ones, youngest first; the first on the path is what it needs to be a load-exclusive.
   */
  readonly exclusives: readonly number[];
  /** Of an x86 PE: whether a memory type by which it may be translated lets it pass others (WC). */
  readonly weak: boolean;
  /** Whether an older access of this PE may be to the same location and still to be done: coherence must be watched. */
  readonly watchesCoherence: boolean;
  /** Earlier accesses of this PE that are translated: a DSB elsewhere may have to wait for them too (7b). */
  readonly olderTranslated: readonly number[];
  /** Where the TLBIs of other PEs note that they must wait for it. */
  readonly drainedBy: readonly Drain[];
}

export type AccessAddress =
  | { readonly kind: "pte"; readonly address: bigint; readonly location: number }
  /** A PTE, for code at EL0; `page` is the one it maps. */
  | { readonly kind: "forbidden"; readonly address: bigint; readonly page: number }
  | { readonly kind: "virtual"; readonly address: bigint; readonly page: number; readonly offset: number };

/** One thing that translating an access can give. */
export interface Outcome {
  readonly address: bigint;
  readonly page: number;
  readonly offset: number;
  readonly result:
    | {
        readonly kind: "descriptor";
        readonly word: bigint;
        readonly fault: FaultType | null;
        readonly location: number;
        /** The type of the access: what the descriptor says, and with two stages what both do. */
        readonly type: MemoryType;
        /** What the walker writes back because TCR.HA or HD is set, or null (machine-semantics 6). */
        readonly update: bigint | null;
        /** Of a compare-and-swap that did not have the page made writable: it may only fail. */
        readonly mustFail?: true;
      }
    /** Code at EL0 has no access to translation tables: a permission fault. */
    | { readonly kind: "forbidden" }
    /** An amalgamation of conflicting entries: an address that is in none of them. */
    | { readonly kind: "amalgamation"; readonly location: number }
    | { readonly kind: "conflict-abort" };
}

export type FaultType = "translation" | "access-flag" | "permission" | "tlb-conflict";

/** A place where a TLBI notes an access that its DSB must wait for. */
export interface Drain {
  readonly pe: number;
  readonly slot: number;
  /** Index into the TLBI's `drains`. */
  readonly index: number;
}

/** What a broadcast or local TLBI is about. */
export interface TlbiReach {
  /** The entries it removes: those that translations use, of a guest combining both stages; and those of stage 2 alone. */
  readonly removes: { readonly combined: boolean; readonly stage2: boolean };
  /** By possible operand; the key is null for a TLBI of everything. */
  readonly covers: ReadonlyMap<bigint | null, readonly number[]>;
  /** Index pairs (pte, pe) whose entries it may remove; `level` says which DSB completes it there. */
  readonly pairs: readonly { readonly pte: number; readonly pe: number; readonly level: CompletionLevel }[];
  /** The accesses of other PEs that it may have to wait for. */
  readonly drains: readonly { readonly pe: number; readonly slot: number }[];
  /** PEs whose entries it removes, the issuer included. */
  readonly targets: readonly { readonly pe: number; readonly level: CompletionLevel }[];
  /** PEs it gets to, those of other regimes included. */
  readonly inScope: TlbiReach["targets"];
  /** The level at which nothing is left to complete. */
  readonly full: CompletionLevel;
  /** What its DSB waits for, of the accesses that used an entry it removes. */
  readonly waitsFor: {
    readonly accesses: boolean;
    readonly faults: boolean;
    /** Whether older accesses whose address is not known yet may go on. */
    readonly unknownMayPass: boolean;
  };
}

/** How far a TLBI or store is complete: 1 for the issuing PE, 2 in its inner shareable domain, 3 everywhere. */
export type CompletionLevel = 1 | 2 | 3;

/** What may still take an instruction off the path. Of an `Order`: before its write, or before it is executed. */
export interface Before {
  /** Branches, awaits and locks (CTRL). */
  readonly control: readonly number[];
  /** Accesses whose translation must be known (TRANS). */
  readonly translations: readonly number[];
}

/** Which earlier instructions must have done what before this one may take a step: machine-semantics 4 and 10. */
export interface Order extends Before {
  /** Context synchronisation (ISB, exception return and entry): before every step, translation included. */
  readonly contextSync: readonly number[];
  /** DSBs: before everything but translation; with FEAT_ETS2 before that too. */
  readonly dsbs: readonly number[];
  /**
   * Exception entries and returns that are not context synchronisation events: before everything but translation.
   * Accesses among them are those whose fault leads to this instruction.
   */
  readonly interrupts: readonly number[];
  /** What its exception entry waits for. */
  readonly beforeEntry: Before;
  /** What a request by a type without speculative reads waits for. */
  readonly beforeRequest: Before;
  /** What the hardware update of its walk waits for. */
  readonly beforeUpdate: Before;
  /** Ghost marks: they happen in program order with stores and with each other. */
  readonly marks: readonly number[];
  readonly beforeRead: readonly Requirement[];
  readonly beforeWrite: readonly Requirement[];
  readonly beforeFault: readonly Requirement[];
  /** For a store: earlier acquires, whose results must rest on no guess. */
  readonly picks: readonly number[];
  /** For a DSB: what it waits for. */
  readonly beforeDsb: readonly Requirement[];
}

/** An earlier access that must have read or written (or both), where the barrier `via` is on the path. */
export interface Requirement {
  readonly slot: number;
  readonly read: boolean;
  readonly write: boolean;
  /** The barrier in between, or null where the two instructions order themselves. */
  readonly via: number | null;
  /** Only where both turn out to be to the same location. */
  readonly sameLocation: boolean;
  /** Only where both turn out to be to one peripheral, by types that do not reorder (Arm ARM B2.10, "Reordering"). */
  readonly samePeripheral?: true;
  /** Only where the memory types by which the two turn out to be translated order them so (x86). */
  readonly types?: TypeCondition;
  /** Between cache maintenance and an access: only where both turn out to be through caches, by one cacheability. */
  readonly cached?: true;
}

/**
 * "unless one is weak": all but accesses to weakly ordered memory (WC) keep their order, and those do with strongly ordered
 * memory (UC). "if the younger is strong": only an access to strongly ordered memory waits.
 */
export type TypeCondition = "unless one is weak" | "if the younger is strong";
