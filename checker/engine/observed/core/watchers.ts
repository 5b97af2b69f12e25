// Sets of watchers, as words of bits, and what keeps them right.

import { readsVersion, vectors, watcherReads, watchers, watcherWords, words } from "./settings";
import { firingHead } from "./trie";

/**
 * Works out again whom a firing's writes may concern: those who have read a bit that it sets. Several workers may do so
 * at once, and sets only grow, so each adds what it knows of: nobody's older knowledge hides what is newer.
 */
export function refresh(firing: usize): void {
  const version = readsVersion;
  const writes = firing + firingHead();
  for (let first: u32 = 0; first < watchers; first += 32) {
    let concerned: u32 = 0;
    for (let watcher = first; watcher < min(first + 32, watchers); watcher++) {
      if (concerns(writes, watcherReads + watcher * (words << 2))) concerned |= 1 << (watcher & 31);
    }
    atomic.or<u32>(firing + ((first >>> 5) << 2), concerned, 8);
  }
  store<u32>(firing, version, 4);
}

/** Whether a write touches a bit of the mask. */
function concerns(writes: usize, reads: usize): bool {
  for (let word: u32 = 0; word < words; word++) {
    const vector = writes + ((word >>> 2) << 5);
    const kept = load<u32>(vector + ((word & 3) << 2));
    if ((~kept & load<u32>(reads + (word << 2))) != 0) return true;
  }
  return false;
}

/** Fills a set with whom a firing may concern. */
export function setConcerned(set: usize, firing: usize): void {
  if (load<u32>(firing, 4) < readsVersion) refresh(firing);
  store<u32>(set, load<u32>(firing, 8));
  for (let at: u32 = 4; at < watcherWords << 2; at += 4) store<u32>(set + at, load<u32>(firing + at, 8));
}

/** Adds to a set whom a firing may concern. */
export function addConcerned(set: usize, firing: usize): void {
  if (load<u32>(firing, 4) < readsVersion) refresh(firing);
  for (let at: u32 = 0; at < watcherWords << 2; at += 4) {
    store<u32>(set + at, load<u32>(set + at) | load<u32>(firing + at, 8));
  }
}

/** Adds everybody: what was written is not known. */
export function addAll(set: usize): void {
  memory.fill(set, 0xff, watcherWords << 2);
}

/** The least watcher in a set at or after `from` and below `end`, or `end`. */
export function nextIn(set: usize, from: u32, end: u32): u32 {
  let watcher = from;
  while (watcher < end) {
    const bits = load<u32>(set + ((watcher >>> 5) << 2)) >>> (watcher & 31);
    if (bits != 0) return min(watcher + <u32>ctz(bits), end);
    watcher = (watcher | 31) + 1;
  }
  return end;
}

export function remove(set: usize, watcher: u32): void {
  const word = set + ((watcher >>> 5) << 2);
  store<u32>(word, load<u32>(word) & ~(1 << (watcher & 31)));
}

/** Applies the writes of a firing to a row. */
export function applyTo(to: usize, from: usize, firing: usize): void {
  let writes = firing + firingHead();
  for (let at: u32 = 0; at < vectors << 4; at += 16) {
    v128.store(to + at, v128.or(v128.and(v128.load(from + at), v128.load(writes)), v128.load(writes, 16)));
    writes += 32;
  }
}
