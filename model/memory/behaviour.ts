import { checkArgument } from "../validate/arguments.ts";
import { memoryType, type MemoryType } from "./memory-type.ts";

/**
 * What may hold a copy. "write-through": clean copies only; a completed write is in memory (Arm ARM B2.10, "Normal
 * memory"; SDM 12.3). "write-back": clean and dirty copies.
 */
export type Cacheability = "no" | "write-through" | "write-back";

/**
 * The order in which accesses of one PE to locations of this type arrive, where no barrier says more.
 * - "weak": none between different locations (Arm ARM B2.3; SDM 12.3.1 for WC)
 * - "peripheral": program order within one memory-mapped peripheral, none between two (Arm ARM B2.10, "Reordering")
 * - "processor": program order, but that a load may pass earlier stores: TSO (SDM 9.2.2 and table 12-2)
 * - "strong": program order (SDM table 12-2)
 */
export type Ordering = "weak" | "peripheral" | "processor" | "strong";

/** What a memory type lets hardware do with the accesses of a program. */
export interface Behaviour {
  /** Which copies a cache may hold (Arm ARM B2.10, "Cacheability"; SDM table 12-2). */
  readonly cacheable: Cacheability;
  /** Several accesses may become one (Arm ARM B2.10, "Gathering"; SDM 12.3: "write combining is allowed"). */
  readonly gathers: boolean;
  /** The order of accesses to different locations. */
  readonly ordering: Ordering;
  /**
   * Two writes, or two reads, of one PE to one peripheral may arrive in another order than the program's: the ordering
   * is weak (Arm ARM B2.10, "Reordering"; SDM 12.3.1).
   */
  readonly reorders: boolean;
  /**
   * A write may be acknowledged before it reaches its endpoint (Arm ARM B2.10, "Early Write Acknowledgement"). Even
   * without it the endpoint answers only where the system honours nE: an interconnect may acknowledge all the same.
   * x86 has no such promise: a write to a PCI function is posted whatever its type (PCI Express 2.4).
   */
  readonly earlyAcknowledgement: boolean;
  /** Hardware may read a location that no program reads (Arm ARM B2.10, "Device memory"; SDM table 12-2). */
  readonly speculativeReads: boolean;
  /** One of the Device types of the Arm architecture, those that gather or reorder included. */
  readonly device: boolean;
  /**
   * An access finds a copy that another, cacheable mapping of the location left in the caches of its own PE. Arm
   * promises that to no access that is not cacheable (Arm ARM B2.11, "Mismatched memory attributes"). x86: UC of the
   * page table checks the caches (SDM table 12-7, note 2; a location that is UC by MTRR has no copies), WC is not
   * coherent (SDM 12.3).
   */
  readonly checksCaches: boolean;
  /**
   * An access first empties the write-combining buffers of its PE (SDM 12.3.1: "a read or write to uncached memory").
   * Arm has no such rule: a Device access does not end the gathering of Normal-NC writes, a barrier does.
   */
  readonly drainsWriteCombining: boolean;
}

/** What all Device types have in common (Arm ARM B2.10, "Device memory"). */
const device = {
  cacheable: "no",
  speculativeReads: false,
  device: true,
  checksCaches: false,
  drainsWriteCombining: false,
} as const;

/** What all Normal types have in common (Arm ARM B2.10, "Normal memory"). */
const normal = {
  gathers: true,
  ordering: "weak",
  reorders: true,
  earlyAcknowledgement: true,
  speculativeReads: true,
  device: false,
  drainsWriteCombining: false,
} as const;

const x86 = { earlyAcknowledgement: true, device: false } as const;

const inOrder = { ordering: "peripheral", reorders: false } as const;
const reordered = { ordering: "weak", reorders: true } as const;

/** SDM 12.3: "executed in program order without reordering. No speculative memory accesses". */
const uncached = {
  ...x86,
  cacheable: "no",
  gathers: false,
  ordering: "strong",
  reorders: false,
  speculativeReads: false,
  checksCaches: true,
  drainsWriteCombining: true,
} as const;

/** SDM table 12-2: "speculative processor ordering". */
const cached = {
  ...x86,
  ordering: "processor",
  reorders: false,
  speculativeReads: true,
  checksCaches: true,
  drainsWriteCombining: false,
} as const;

/** By memory type; `behaviourOf` is for what no compiler has checked. */
export const behaviours: Readonly<Record<MemoryType, Behaviour>> = {
  "Device-nGnRnE": { ...device, ...inOrder, gathers: false, earlyAcknowledgement: false },
  "Device-nGnRE": { ...device, ...inOrder, gathers: false, earlyAcknowledgement: true },
  "Device-nGRE": { ...device, ...reordered, gathers: false, earlyAcknowledgement: true },
  "Device-GRE": { ...device, ...reordered, gathers: true, earlyAcknowledgement: true },
  "Normal-NC": { ...normal, cacheable: "no", checksCaches: false },
  "Normal-WT": { ...normal, cacheable: "write-through", checksCaches: true },
  "Normal-WB": { ...normal, cacheable: "write-back", checksCaches: true },
  UC: uncached,
  // As UC; what distinguishes it is that an MTRR of WC wins over it (SDM 12.3).
  "UC-": uncached,
  WC: {
    ...x86,
    cacheable: "no",
    gathers: true,
    ordering: "weak",
    reorders: true,
    speculativeReads: true,
    checksCaches: false,
    drainsWriteCombining: false,
  },
  WT: { ...cached, cacheable: "write-through", gathers: true },
  // A write goes to memory and removes the copies, where WT may update them (SDM 12.3). Copies are clean either way, and
  // may go and come back at any time, so that no program can tell the two apart.
  WP: { ...cached, cacheable: "write-through", gathers: false },
  WB: { ...cached, cacheable: "write-back", gathers: true },
};

/**
 * What a memory type lets hardware do.
 *
 * @throws Diagnostic (kind "program") for a type that does not exist
 * @example behaviourOf("Normal-NC").speculativeReads // true
 */
export function behaviourOf(type: MemoryType): Behaviour {
  checkArgument("behaviourOf", "the memory type", type, memoryType);
  return behaviours[type];
}
