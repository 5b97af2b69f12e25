import { checkIoDescriptor } from "../validate/io-descriptor.ts";

/**
 * What an IOMMU's page table says of a page, as 64-bit words: what VT-d second-level entries and SMMU descriptors have in
 * common (Intel VT-d 9.8, "Second-Stage Paging Entries"; Arm SMMUv3 3.4). Valid and accessed stand where they do in the
 * CPU's descriptors, so that `invalid` clears either, and bit 1 is clear, so that none is mistaken for one of those.
 */
export interface IoDescriptor {
  readonly valid: boolean;
  /** Output address, a multiple of the page size. */
  readonly oa: bigint;
  readonly readable: boolean;
  readonly writable: boolean;
  /** The IOMMU makes every request by this entry a snooped one: VT-d's SNP, which `IOMMU_CACHE` asks for. */
  readonly snoop: boolean;
}

const OUTPUT_ADDRESS = 0x0000_ffff_ffff_f000n;
const VALID = 1n << 0n;
const READ = 1n << 6n;
const WRITE = 1n << 7n;
const ACCESSED = 1n << 10n;
const SNOOP = 1n << 11n;

const defaults: IoDescriptor = { valid: true, oa: 0n, readable: true, writable: true, snoop: false };

/**
 * The word of an I/O page descriptor; what is not given is readable and writable, and leaves the No Snoop attribute of
 * requests as it is.
 *
 * @throws Diagnostic (kind "program") for a field that does not exist, or a value that it cannot hold
 */
export function ioDescriptor(fields: Partial<IoDescriptor>): bigint {
  checkIoDescriptor(fields);
  const d = { ...defaults, ...fields };
  return (
    (d.valid ? VALID : 0n) |
    ACCESSED |
    (d.readable ? READ : 0n) |
    (d.writable ? WRITE : 0n) |
    (d.snoop ? SNOOP : 0n) |
    (d.oa & OUTPUT_ADDRESS)
  );
}

/** Reads a word the way an IOMMU does. */
export function decodeIo(word: bigint): IoDescriptor {
  return {
    valid: (word & VALID) !== 0n,
    oa: word & OUTPUT_ADDRESS,
    readable: (word & READ) !== 0n,
    writable: (word & WRITE) !== 0n,
    snoop: (word & SNOOP) !== 0n,
  };
}

/** Whether a valid word is one that `ioDescriptor` makes. */
export const isIoDescriptor = (word: bigint): boolean =>
  (word & ~OUTPUT_ADDRESS & ~(VALID | READ | WRITE | SNOOP)) === ACCESSED;
