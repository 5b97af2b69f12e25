// Expansion of states: every trie of rules is walked with the row, and what its leaf fires becomes pending.

import { canonicalise, groupOrder } from "./canonical";
import { askEnd, deadlocked, fireUnobserved, missEnd, missRules, serve, verify } from "./host";
import { cutLog, fold, isAbandoned, leafOf as leafOfWatcher, logged } from "./normalise";
import { accept, flush, rowOf, slotOf, watchersOf } from "./pending";
import { areSame, sourceAddress, unpack } from "./rows";
import {
  current,
  cursor,
  deadlockMode,
  eagerWatchers,
  endRoot,
  limit,
  margin,
  requests,
  ruleRoots,
  ruleRootsEnd,
  share,
  stored,
  vectors,
  verifies,
  watchers,
  watchesAbandoned,
  words,
} from "./settings";
import { firingBytes, unobservedAnswer, walk } from "./trie";
import { addAll, applyTo, nextIn, setConcerned } from "./watchers";

/** Dead ends that are asked for, as in `DeadlockMode`: 0 none, 1 "stuck", 2 "stuttering". */
const stuttering: u32 = 2;

/** What the expansion of the current state came to. */
let kept: u32 = 0;
let loops: u32 = 0;
let dropped: u32 = 0;

/** The state that is being expanded. */
let state: u32 = 0;

export function expanding(): u32 {
  return state;
}

/** Expands states from `from` to `to`, and returns the first that was not expanded for want of room. */
export function expand(from: u32, to: u32): u32 {
  for (state = from; state < to; state++) {
    if (atomic.load<u32>(stored) + margin > limit) break;
    unpack(sourceAddress(state), current);
    expandCurrent();
  }
  flush();
  return state;
}

/**
 * Expands states together with other workers, up to `to`: each takes the next few from a shared cursor. Ends when there
 * are none left, or when there may not be room for what the next few bring.
 */
export function work(to: u32): void {
  while (atomic.load<u32>(stored) + margin <= limit) {
    const from = atomic.add<u32>(cursor, share);
    if (from >= to) break;
    const end = min(from + share, to);
    for (state = from; state < end; state++) {
      unpack(sourceAddress(state), current);
      expandCurrent();
    }
    if (atomic.load<u32>(requests) != 0) serve();
  }
  flush();
}

/** Expands states of another memory, whose packed rows were copied to `rows`; the first has the number `first`. */
export function expandRows(rows: usize, count: u32, first: u32): void {
  for (let index: u32 = 0; index < count; index++) {
    state = first + index;
    unpack(rows + index * (words << 2), current);
    expandCurrent();
  }
  flush();
}

/**
 * Asks every watcher about stored states, packed at `rows`, that no step of this search led to. What they say is known
 * to the host; this makes known what they read, without which nobody could tell whom a step from there concerns.
 */
export function attend(rows: usize, count: u32, first: u32): void {
  for (let index: u32 = 0; index < count; index++) {
    state = first + index;
    unpack(rows + index * (words << 2), current);
    for (let watcher: u32 = 0; watcher < watchers; watcher++) leafOfWatcher(watcher, current);
  }
}

/** Nothing is done with a successor but to look it up. */
let isPlain: bool = false;

function expandCurrent(): void {
  isPlain = eagerWatchers == 0 && !watchesAbandoned && groupOrder < 2 && deadlockMode == 0;
  kept = 0;
  loops = 0;
  dropped = 0;
  if (verifies) verify(state);
  const end = ruleRootsEnd;
  const stride = firingBytes();
  for (let root = ruleRoots; root < end; root += 4) {
    const leaf = leafOf(root);
    let firings = load<u32>(leaf);
    if (firings == unobservedAnswer) {
      fireUnobserved(root);
      continue;
    }
    let firing = leaf + 16;
    for (; firings != 0; firings--) {
      fire(firing);
      firing += stride;
    }
  }
  if (deadlockMode != 0) lookForDeadlock();
}

function leafOf(root: usize): usize {
  let leaf = walk(root, current);
  while (leaf == 0) {
    missRules(root, current);
    leaf = walk(root, current);
  }
  return leaf;
}

function fire(firing: usize): void {
  const entry = slotOf();
  applyTo(rowOf(entry), current, firing);
  if (groupOrder > 1) addAll(watchersOf(entry));
  else setConcerned(watchersOf(entry), firing);
  if (isPlain) {
    kept++;
    accept(state, load<u32>(firing), 0);
  } else {
    take(load<u32>(firing));
  }
}

/** Where the host writes a successor before it calls `emit`. */
export function successorRow(): usize {
  return rowOf(slotOf());
}

/** Takes in a successor that the host fired. */
export function emit(instance: u32): void {
  addAll(watchersOf(slotOf()));
  take(instance);
}

/** Takes in a successor that another thread fired: the instance, then its padded row. */
export function emitFrom(fired: usize): void {
  memory.copy(rowOf(slotOf()), fired + 4, vectors << 4);
  emit(load<u32>(fired));
}

function take(instance: u32): void {
  const entry = slotOf();
  const row = rowOf(entry);
  const set = watchersOf(entry);
  const logBegin = logged;
  if (nextIn(set, 0, eagerWatchers) != eagerWatchers) fold(row, set);
  if (isAbandoned(row, set)) {
    dropped++;
    cutLog(logBegin);
    return;
  }
  kept++;
  // Before the row is replaced: another state of the orbit is a step away, not a loop.
  if (deadlockMode == stuttering && areSame(row, current)) loops++;
  if (groupOrder > 1) {
    canonicalise(row);
    // What the watchers said about the state it came from, they said about another member of its orbit.
    addAll(set);
  }
  accept(state, instance, logBegin);
}

function lookForDeadlock(): void {
  const stuck = deadlockMode == stuttering ? kept == loops : kept == 0;
  // Its only ways on were guesses that turned out wrong, so the guess that led here was wrong too.
  if (!stuck || dropped > 0) return;
  let leaf = walk(endRoot, current);
  while (leaf == 0) {
    missEnd(current);
    leaf = walk(endRoot, current);
  }
  const answer = load<u32>(leaf);
  if (answer == unobservedAnswer ? askEnd(current) != 0 : answer != 0) deadlocked(state);
}
