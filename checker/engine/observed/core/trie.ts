// A decision trie as data. An inner node asks for at most 13 bits of a word:
//
//   u32  byte offset of the word (14 bits) | shift (5 bits) << 14 | mask << 19
//   u32  per value of those bits: a child
//
// A child is the address of an inner node, or that of a leaf + 1, or `unknown`. A leaf begins with a u32: for rules and
// eager watchers, how many instances fire; for a question, its answer. At 16 bytes from it are the firings, each of
// `firingBytes`:
//
//   u32  number of the instance
//   u32  version of the watchers' reads that its set of watchers was worked out with
//   u32  per word of a set of watchers: whom its writes may concern (padded to 16 bytes with the two above)
//   2 vectors per vector of a row: the bits that stay as they are, and the ones it sets

import { vectors, watcherWords } from "./settings";

/** The child that no row was observed to take: a leaf at address 0. */
export const unknown: u32 = 1;

/** The answer of a leaf that says: no trie here, ask the host. */
export const unobservedAnswer: u32 = 0xffff_ffff;

/** The leaf that a row leads to, or 0 when none is known. */
export function walk(root: usize, row: usize): usize {
  let at = load<u32>(root);
  while ((at & 1) == 0) {
    const node = load<u32>(at);
    const value = (load<u32>(row + (node & 0x3fff)) >>> (node >>> 14)) & (node >>> 19);
    at = load<u32>(at + (value << 2), 4);
  }
  return at ^ 1;
}

/** Bytes before the vectors of a firing. */
export function firingHead(): u32 {
  return (8 + (watcherWords << 2) + 15) & ~15;
}

export function firingBytes(): u32 {
  return firingHead() + (vectors << 5);
}
