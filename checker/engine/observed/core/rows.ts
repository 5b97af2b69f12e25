// Packed rows. Stored ones take `words` words; those being worked on are padded to whole vectors, with zeroes.

import { chunks, compact, frontier, rowStride, tailMask, vectors, words } from "./settings";

/** States of a chunk: what is kept of their rows, and behind that the numbers of their predecessors. */
export const chunkBits: u32 = 14;
const chunkMask: u32 = (1 << chunkBits) - 1;

/** What is kept of a state for good: its row, or half of its fingerprint. */
export function rowAddress(state: u32): usize {
  return load<u32>(chunks + ((state >>> chunkBits) << 2)) + (state & chunkMask) * rowStride;
}

export function parentAddress(state: u32): usize {
  const chunk = load<u32>(chunks + ((state >>> chunkBits) << 2));
  return chunk + (rowStride << chunkBits) + ((state & chunkMask) << 2);
}

/** The row of a state that was not expanded yet. */
export function sourceAddress(state: u32): usize {
  if (!compact) return rowAddress(state);
  return load<u32>(frontier + ((state >>> chunkBits) << 2)) + (state & chunkMask) * (words << 2);
}

/** Keeps a row that was worked on. */
export function keep(row: usize, state: u32): void {
  pack(row, sourceAddress(state));
  if (compact) store<u32>(rowAddress(state), <u32>fingerprintOf(row));
}

/** Copies a stored row to where it can be worked on. */
export function unpack(from: usize, to: usize): void {
  const last = (vectors - 1) << 4;
  for (let at: u32 = 0; at < last; at += 16) v128.store(to + at, v128.load(from + at));
  v128.store(to + last, v128.and(v128.load(from + last), v128.load(tailMask)));
}

function pack(from: usize, to: usize): void {
  const end = words << 2;
  let at: u32 = 0;
  for (; at + 16 <= end; at += 16) v128.store(to + at, v128.load(from + at));
  // By words: the bytes behind a row belong to another, which another worker may be writing.
  for (; at < end; at += 4) store<u32>(to + at, load<u32>(from + at));
}

/** Whether what is kept of a state is that of the row worked on. The other half of a fingerprint is in the table. */
export function isRow(stored: usize, row: usize): bool {
  if (compact) return load<u32>(stored) == <u32>fingerprintOf(row);
  const last = (vectors - 1) << 4;
  let difference = v128.and(v128.xor(v128.load(stored + last), v128.load(row + last)), v128.load(tailMask));
  for (let at: u32 = 0; at < last; at += 16) {
    difference = v128.or(difference, v128.xor(v128.load(stored + at), v128.load(row + at)));
  }
  return !v128.any_true(difference);
}

/** Whether two rows being worked on are the same. */
export function areSame(one: usize, other: usize): bool {
  if (v128.any_true(v128.xor(v128.load(one), v128.load(other)))) return false;
  for (let at: u32 = 16; at < vectors << 4; at += 16) {
    if (v128.any_true(v128.xor(v128.load(one + at), v128.load(other + at)))) return false;
  }
  return true;
}

/** The high half of the fingerprint: what the table looks a row up by. */
export function hashOf(row: usize): u32 {
  return <u32>(fingerprintOf(row) >>> 32);
}

/** Mixes every bit of a row: multiply, then fold the high half back, as in MurmurHash's finaliser. */
function fingerprintOf(row: usize): u64 {
  let hash: u64 = 0;
  for (let at: u32 = 0; at < vectors << 4; at += 16) {
    hash = (hash ^ load<u64>(row + at)) * 0x9e37_79b9_7f4a_7c15;
    hash = (hash ^ (hash >>> 32) ^ load<u64>(row + at, 8)) * 0xd6e8_feb8_6659_fd93;
    hash ^= hash >>> 32;
  }
  hash *= 0xff51_afd7_ed55_8ccd;
  return hash ^ (hash >>> 32);
}
