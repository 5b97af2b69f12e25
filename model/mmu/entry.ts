import { decode, madeWritable } from "./descriptor.ts";
import { decodeStage2Descriptor, madeWritableAtStage2 } from "./stage2-descriptor.ts";

/** The stage of translation that a table is for: it says how the words of its descriptors are read. */
export type Stage = 1 | 2;

/** What a descriptor of either stage says, to a lookup and to what follows from one. */
export interface Entry {
  readonly valid: boolean;
  readonly oa: bigint;
  readonly accessFlag: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
  /** Accessible from EL0. */
  readonly el0: boolean;
  readonly dbm: boolean;
  /** AttrIndx of stage 1, MemAttr of stage 2. */
  readonly attributes: number;
  readonly shareability: number;
  readonly contiguous: boolean;
  readonly nonGlobal: boolean;
}

/** Reads a word the way the walker of a stage does. */
export function entryAt(stage: Stage, word: bigint): Entry {
  if (stage === 1) return { ...decode(word), readable: true };
  const { memAttr, ...rest } = decodeStage2Descriptor(word);
  // Stage 2 knows neither exception levels, but for execution, nor ASIDs.
  return { ...rest, attributes: memAttr, el0: true, nonGlobal: false };
}

/** The word as a write leaves it under hardware management of the dirty state. */
export const madeWritableAt = (stage: Stage, word: bigint): bigint =>
  stage === 1 ? madeWritable(word) : madeWritableAtStage2(word);
