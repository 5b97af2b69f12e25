import type { Instruction } from "./instruction.ts";

/** The size of an access or an operation where it is not the whole word: that of a W register. */
export type Bits = 32 | undefined;

/** What of a word an access of a size deals in: a W register has its low half, and writing one clears the upper. */
export const sized = (word: bigint, bits: Bits): bigint => (bits === 32 ? BigInt.asUintN(32, word) : word);

/** The size of the access that an instruction makes; a whole word for what is none. */
export const bitsOf = (instruction: Instruction): Bits =>
  "bits" in instruction ? instruction.bits : undefined;
