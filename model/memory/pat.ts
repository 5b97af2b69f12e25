import { checkArgument } from "../validate/arguments.ts";
import { integer, word } from "../validate/checks.ts";
import { programError } from "../validate/place.ts";
import type { X86MemoryType } from "./memory-type.ts";

/** IA32_PAT as Linux sets it, by PAT, PCD and PWT of a page-table entry (arch/x86/mm/pat/memtype.c, pat_bp_init()). */
export const linuxPat: readonly X86MemoryType[] = ["WB", "WC", "UC-", "UC", "WB", "WP", "UC-", "WT"];

/** IA32_PAT after power-up or reset (SDM table 12-12). */
export const resetPat: readonly X86MemoryType[] = ["WB", "WT", "UC-", "UC", "WB", "WT", "UC-", "UC"];

/** SDM table 12-10; 2 and 3 are reserved. */
const encodings: readonly (X86MemoryType | "reserved")[] = [
  "UC",
  "WC",
  "reserved",
  "reserved",
  "WT",
  "WP",
  "WB",
  "UC-",
];

/**
 * The memory type that an entry of IA32_PAT encodes.
 *
 * @throws Diagnostic (kind "program") for a reserved encoding: WRMSR faults on it
 */
export function decodePatEntry(entry: number): X86MemoryType {
  checkArgument("decodePatEntry", "the entry", entry, integer(0, 0xff));
  const type = encodings[entry] ?? "reserved";
  if (type !== "reserved") return type;
  throw programError(
    "IA32_PAT",
    `the entry 0x${entry.toString(16).padStart(2, "0")} is no memory type`,
    "it is reserved: WRMSR raises a general-protection exception",
    "there is: 0 UC, 1 WC, 4 WT, 5 WP, 6 WB, 7 UC-",
  );
}

/**
 * The memory types of a value of IA32_PAT, by PAT, PCD and PWT of a page-table entry.
 *
 * @throws Diagnostic (kind "program") where decodePatEntry does
 */
export function decodePat(pat: bigint): readonly X86MemoryType[] {
  checkArgument("decodePat", "the register", pat, word);
  return Array.from({ length: 8 }, (_, index) => decodePatEntry(Number((pat >> BigInt(8 * index)) & 0xffn)));
}
