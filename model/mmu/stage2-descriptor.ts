import { checkStage2Descriptor } from "../validate/descriptor.ts";

/**
 * VMSAv8-64 stage-2 page descriptors as 64-bit words (Arm ARM D8.3.2, "Stage 2 attribute fields"; Linux
 * arch/arm64/kvm/hyp/pgtable.c, KVM_PTE_LEAF_ATTR_*_S2_*). What stage 1 and stage 2 have in common stands at the same bits.
 */
export interface Stage2Descriptor {
  readonly valid: boolean;
  /** Output address, a multiple of the page size. */
  readonly oa: bigint;
  /** MemAttr[3:0]: a memory type itself, no index. With HCR_EL2.FWB it has other meanings. Linux: 0xf Normal, 5 Normal-NC, 1 nGnRE. */
  readonly memAttr: number;
  /** S2AP[0]. */
  readonly readable: boolean;
  /** S2AP[1]. */
  readonly writable: boolean;
  /** SH: 0 non-shareable, 2 outer, 3 inner. */
  readonly shareability: number;
  readonly accessFlag: boolean;
  /** DBM: with VTCR_EL2.HD a write makes the page writable where S2AP[1] is clear (FEAT_HAFDBS). */
  readonly dbm: boolean;
  readonly contiguous: boolean;
  /** XN[1:0]: with FEAT_XNX for EL1 and EL0 apart, without it XN[0] is ignored. */
  readonly executeNever: number;
}

const OUTPUT_ADDRESS = 0x0000_ffff_ffff_f000n;

const bit = (position: number): bigint => 1n << BigInt(position);
const VALID = bit(0);
const PAGE = bit(1);
const S2AP_READ = bit(6);
const S2AP_WRITE = bit(7);
const AF = bit(10);
const DBM = bit(51);
const CONTIGUOUS = bit(52);

const defaults: Stage2Descriptor = {
  valid: true,
  oa: 0n,
  memAttr: 0xf,
  readable: true,
  writable: true,
  shareability: 3,
  accessFlag: true,
  dbm: false,
  contiguous: false,
  executeNever: 0,
};

/**
 * The word of a stage-2 page descriptor; what is not given is Normal write-back, inner shareable, readable, writable,
 * accessed, executable.
 *
 * @throws Diagnostic (kind "program") for a field that does not exist, or a value that it cannot hold
 */
export function stage2Descriptor(fields: Partial<Stage2Descriptor>): bigint {
  checkStage2Descriptor(fields);
  const d = { ...defaults, ...fields };
  return (
    (d.valid ? VALID : 0n) |
    PAGE |
    (BigInt(d.memAttr & 0xf) << 2n) |
    (d.readable ? S2AP_READ : 0n) |
    (d.writable ? S2AP_WRITE : 0n) |
    (BigInt(d.shareability & 3) << 8n) |
    (d.accessFlag ? AF : 0n) |
    (d.oa & OUTPUT_ADDRESS) |
    (d.dbm ? DBM : 0n) |
    (d.contiguous ? CONTIGUOUS : 0n) |
    (BigInt(d.executeNever & 3) << 53n)
  );
}

/** Reads a word the way the walker of stage 2 does. */
export function decodeStage2Descriptor(word: bigint): Stage2Descriptor {
  return {
    valid: (word & VALID) !== 0n,
    oa: word & OUTPUT_ADDRESS,
    memAttr: Number((word >> 2n) & 0xfn),
    readable: (word & S2AP_READ) !== 0n,
    writable: (word & S2AP_WRITE) !== 0n,
    shareability: Number((word >> 8n) & 3n),
    accessFlag: (word & AF) !== 0n,
    dbm: (word & DBM) !== 0n,
    contiguous: (word & CONTIGUOUS) !== 0n,
    executeNever: Number((word >> 53n) & 3n),
  };
}

/** The word as a write leaves it under VTCR_EL2.HD: writable, where DBM allows it. */
export const madeWritableAtStage2 = (word: bigint): bigint =>
  (word & DBM) === 0n ? word : word | S2AP_WRITE;
