// What makes a successor one that is stored: eager rules fire until none is enabled, and a wrong guess is dropped.
//
// The state it came from was at rest and not abandoned, so a watcher that read none of the bits written since says
// what it said there: it need not be asked.

import { askUnobserved, missWatcher, restless } from "./host";
import { eagerWatchers, foldLog, watcherInstances, watcherRoots, watchesAbandoned } from "./settings";
import { unobservedAnswer, walk } from "./trie";
import { addAll, addConcerned, applyTo, nextIn, remove } from "./watchers";

/** More eager firings than this in one step is a loop: `maxEagerFirings` of the host. */
export const maxFolded: u32 = 10_000;

/** How many eager firings the fold log holds: those of the pending successors. */
export let logged: u32 = 0;

/** Forgets what was logged from `begin` on. */
export function cutLog(begin: u32): void {
  logged = begin;
}

/** In the pure form nobody is asked: what is missing is noted instead, and taken for a no. */
let pure: bool = false;
/** 2 * the watcher whose trie lacks a path, + 1; 2 * one that has no trie, + 2; 0 for nothing. */
export let missing: u32 = 0;

export function setPure(is: bool): void {
  pure = is;
}

export function forgetMissing(): void {
  missing = 0;
}

/** Fires eager instances on the row, the least enabled one first; `set` holds whom the writes so far may concern. */
export function fold(row: usize, set: usize): void {
  const begin = logged;
  let watcher = nextIn(set, 0, eagerWatchers);
  while (watcher < eagerWatchers) {
    if (!fires(watcher, row, set)) {
      // What fires next depends on what it says.
      if (pure && missing != 0) return;
      remove(set, watcher);
      watcher = nextIn(set, watcher + 1, eagerWatchers);
      continue;
    }
    if (logged - begin == maxFolded) restless(watcher, row);
    store<u32>(foldLog + (logged++ << 2), load<u32>(watcherInstances + (watcher << 2)));
    watcher = nextIn(set, 0, eagerWatchers);
  }
}

/** Fires an eager instance if it is enabled; it stays in the set, since it may be enabled still. */
function fires(watcher: u32, row: usize, set: usize): bool {
  const leaf = leafOf(watcher, row);
  const count = load<u32>(leaf);
  if (count == 0) return false;
  if (count == unobservedAnswer) {
    if (pure) {
      missing = watcher * 2 + 2;
      return false;
    }
    if (askUnobserved(watcher, row) == 0) return false;
    addAll(set);
    return true;
  }
  applyTo(row, row, leaf + 16);
  addConcerned(set, leaf + 16);
  return true;
}

/** Whether a row that was folded belongs to a wrong guess. */
export function isAbandoned(row: usize, set: usize): bool {
  if (!watchesAbandoned || nextIn(set, eagerWatchers, eagerWatchers + 1) != eagerWatchers) return false;
  return answerOf(eagerWatchers, row) != 0;
}

/** What a watcher says about a row. */
export function answerOf(watcher: u32, row: usize): u32 {
  const answer = load<u32>(leafOf(watcher, row));
  if (answer != unobservedAnswer) return answer;
  if (!pure) return askUnobserved(watcher, row);
  missing = watcher * 2 + 2;
  return 0;
}

export function leafOf(watcher: u32, row: usize): usize {
  const root = watcherRoots + (watcher << 2);
  let leaf = walk(root, row);
  if (leaf == 0 && pure) {
    missing = watcher * 2 + 1;
    // Address 0 holds zeroes: a leaf that says no.
    return 0;
  }
  while (leaf == 0) {
    missWatcher(watcher, row);
    leaf = walk(root, row);
  }
  return leaf;
}
