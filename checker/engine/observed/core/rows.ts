// Packed rows. Stored ones take `words` words; those being worked on are padded to whole vectors, with zeroes.

import { chunks, tailMask, vectors, words } from "./settings";

/** Rows of a chunk; behind them are the numbers of their predecessors. */
export const chunkBits: u32 = 14;
const chunkMask: u32 = (1 << chunkBits) - 1;

export function rowAddress(state: u32): usize {
  return load<u32>(chunks + ((state >>> chunkBits) << 2)) + (state & chunkMask) * (words << 2);
}

export function parentAddress(state: u32): usize {
  const chunk = load<u32>(chunks + ((state >>> chunkBits) << 2));
  return chunk + ((words << 2) << chunkBits) + ((state & chunkMask) << 2);
}

/** Copies a stored row to where it can be worked on. */
export function unpack(from: usize, to: usize): void {
  const last = (vectors - 1) << 4;
  for (let at: u32 = 0; at < last; at += 16) v128.store(to + at, v128.load(from + at));
  v128.store(to + last, v128.and(v128.load(from + last), v128.load(tailMask)));
}

/** Stores a row that was worked on. */
export function pack(from: usize, to: usize): void {
  const end = words << 2;
  let at: u32 = 0;
  for (; at + 16 <= end; at += 16) v128.store(to + at, v128.load(from + at));
  // By words: the bytes behind a row belong to another, which another worker may be writing.
  for (; at < end; at += 4) store<u32>(to + at, load<u32>(from + at));
}

/** Whether a stored row is the one worked on. */
export function isRow(stored: usize, row: usize): bool {
  const last = (vectors - 1) << 4;
  let difference = v128.and(v128.xor(v128.load(stored + last), v128.load(row + last)), v128.load(tailMask));
  for (let at: u32 = 0; at < last; at += 16) {
    difference = v128.or(difference, v128.xor(v128.load(stored + at), v128.load(row + at)));
  }
  return !v128.any_true(difference);
}

/** Whether two rows being worked on are the same. */
export function areSame(one: usize, other: usize): bool {
  for (let at: u32 = 0; at < vectors << 4; at += 16) {
    if (v128.any_true(v128.xor(v128.load(one + at), v128.load(other + at)))) return false;
  }
  return true;
}

/** Mixes every bit of a row into the high half: multiply, then fold the high half back, as in MurmurHash's finaliser. */
export function hashOf(row: usize): u32 {
  let hash: u64 = 0;
  for (let at: u32 = 0; at < vectors << 4; at += 16) {
    hash = (hash ^ load<u64>(row + at)) * 0x9e37_79b9_7f4a_7c15;
    hash = (hash ^ (hash >>> 32) ^ load<u64>(row + at, 8)) * 0xd6e8_feb8_6659_fd93;
    hash ^= hash >>> 32;
  }
  return <u32>((hash * 0xff51_afd7_ed55_8ccd) >>> 32);
}
