import { checkArgument } from "../validate/arguments.ts";
import { word as isWord } from "../validate/checks.ts";
import { checkDescriptor } from "../validate/descriptor.ts";

/**
 * VMSAv8-64 stage-1 page descriptors as 64-bit words (Arm ARM D8.3, "Translation table descriptor formats"; Linux
 * arch/arm64/include/asm/pgtable-hwdef.h). Programs compute with the words; the MMU reads them through here.
 */
export interface Descriptor {
  readonly valid: boolean;
  /** Output address, a multiple of the page size. */
  readonly oa: bigint;
  /** AttrIndx: an index into MAIR. Linux: 0 Normal, 1 Normal tagged, 2 Normal-NC, 3 nGnRnE, 4 nGnRE. */
  readonly attributes: number;
  /** SH: 0 non-shareable, 2 outer, 3 inner. */
  readonly shareability: number;
  /** AP[1]: accessible from EL0. */
  readonly el0: boolean;
  /** AP[2] clear. */
  readonly writable: boolean;
  readonly accessFlag: boolean;
  readonly nonGlobal: boolean;
  /** DBM: with TCR.HD a write makes the page writable where AP[2] is set (FEAT_HAFDBS). */
  readonly dbm: boolean;
  readonly contiguous: boolean;
  /** UXN of the EL1&0 regime, XN of the others. */
  readonly executeNever: boolean;
}

const OUTPUT_ADDRESS = 0x0000_ffff_ffff_f000n;

const bit = (position: number): bigint => 1n << BigInt(position);
const VALID = bit(0);
const PAGE = bit(1);
const AP_EL0 = bit(6);
const AP_READ_ONLY = bit(7);
const AF = bit(10);
const NG = bit(11);
const DBM = bit(51);
const CONTIGUOUS = bit(52);
const XN = bit(54);

const defaults: Descriptor = {
  valid: true,
  oa: 0n,
  attributes: 0,
  shareability: 3,
  el0: false,
  writable: true,
  accessFlag: true,
  nonGlobal: false,
  dbm: false,
  contiguous: false,
  executeNever: false,
};

/**
 * The word of a page descriptor; what is not given is Normal, inner shareable, for EL1 alone, writable, accessed,
 * global, executable.
 *
 * @throws Diagnostic (kind "program") for a field that does not exist, or a value that it cannot hold
 */
export function descriptor(fields: Partial<Descriptor>): bigint {
  checkDescriptor(fields);
  const d = { ...defaults, ...fields };
  return (
    (d.valid ? VALID : 0n) |
    PAGE |
    (BigInt(d.attributes & 7) << 2n) |
    (d.el0 ? AP_EL0 : 0n) |
    (d.writable ? 0n : AP_READ_ONLY) |
    (BigInt(d.shareability & 3) << 8n) |
    (d.accessFlag ? AF : 0n) |
    (d.nonGlobal ? NG : 0n) |
    (d.oa & OUTPUT_ADDRESS) |
    (d.dbm ? DBM : 0n) |
    (d.contiguous ? CONTIGUOUS : 0n) |
    (d.executeNever ? XN : 0n)
  );
}

/** The word with its valid bit cleared, at either stage, as `*ptep & ~KVM_PTE_VALID`. */
export const invalid = (word: bigint): bigint => {
  checkArgument("invalid", "the word", word, isWord);
  return word & ~VALID;
};

/** Reads a word the way the walker does. */
export function decode(word: bigint): Descriptor {
  return {
    valid: (word & VALID) !== 0n,
    oa: word & OUTPUT_ADDRESS,
    attributes: Number((word >> 2n) & 7n),
    shareability: Number((word >> 8n) & 3n),
    el0: (word & AP_EL0) !== 0n,
    writable: (word & AP_READ_ONLY) === 0n,
    accessFlag: (word & AF) !== 0n,
    nonGlobal: (word & NG) !== 0n,
    dbm: (word & DBM) !== 0n,
    contiguous: (word & CONTIGUOUS) !== 0n,
    executeNever: (word & XN) !== 0n,
  };
}

/**
 * Whether a TLB may keep it: valid and accessed, which stage 1 and stage 2 say by the same bits. A walk that ends in a translation or access-flag fault is never
 * cached (vmsa-semantics 1, R1; Arm ARM D8.16, "TLB maintenance": an entry that faults is not held).
 */
export function isCacheable(word: bigint): boolean {
  return (word & VALID) !== 0n && (word & AF) !== 0n;
}

/** Whether a walk finds something, at either stage. */
export const isValid = (word: bigint): boolean => (word & VALID) !== 0n;

/** The word with its access flag set, at either stage. */
export const accessed = (word: bigint): bigint => word | AF;

/** The word as a write leaves it under hardware management of the dirty state: writable, where DBM allows it. */
export const madeWritable = (word: bigint): bigint => ((word & DBM) === 0n ? word : word & ~AP_READ_ONLY);
