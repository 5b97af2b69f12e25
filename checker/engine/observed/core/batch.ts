// The pure form of an expansion: rows in, records out. It stores nothing, asks nobody, and keeps nothing from one call
// to the next, so that whoever has rows and tries (another engine, another machine) can use it.
//
// A record, `recordBytes`:
//   u32  kind
//   u32  index of the row it is about
//   u32  number of the instance, address of the root, or number of the watcher, by kind
//   u32  (free)
//   the watchers that answer about the successor, padded to 16 bytes
//   a row

import { canonicalise, groupOrder } from "./canonical";
import { answerOf, cutLog, fold, forgetMissing, isAbandoned, missing, setPure } from "./normalise";
import {
  current,
  eagerWatchers,
  openWatchers,
  ruleRoots,
  ruleRootsEnd,
  vectors,
  watchers,
  watchesAbandoned,
  watcherWords,
  words,
} from "./settings";
import { unpack } from "./rows";
import { firingBytes, unobservedAnswer, walk } from "./trie";
import { addAll, addConcerned, applyTo, nextIn, remove } from "./watchers";

/** A successor, normalised; its watchers are those that answer. */
const successor: u32 = 0;
/** No path of the trie at a root is known for the row. */
const unknownRules: u32 = 1;
/** No path of a watcher's trie is known; the record's row is the one it was asked about. */
const unknownWatcher: u32 = 2;
/** The group of the root has no trie. */
const unobservedRules: u32 = 3;
/** A successor that a watcher without a trie has to look at first: as it was before eager rules. */
const unfinished: u32 = 4;

let out: usize = 0;
let input: u32 = 0;

export function recordBytes(): u32 {
  return ((16 + (watcherWords << 2) + 15) & ~15) + (vectors << 4);
}

/** Where a record's row is. */
export function recordRow(): u32 {
  return (16 + (watcherWords << 2) + 15) & ~15;
}

/**
 * Expands `count` packed rows at `rows`, into records from `records` on.
 *
 * Room is needed for a record per instance and row. Returns the address behind the last record.
 */
export function batch(rows: usize, count: u32, records: usize): usize {
  out = records;
  setPure(true);
  for (input = 0; input < count; input++) {
    unpack(rows + input * (words << 2), current);
    for (let root = ruleRoots; root < ruleRootsEnd; root += 4) expandGroup(root);
  }
  setPure(false);
  return out;
}

function expandGroup(root: usize): void {
  const leaf = walk(root, current);
  if (leaf == 0) return finish(unknownRules, <u32>root);
  const firings = load<u32>(leaf);
  if (firings == unobservedAnswer) return finish(unobservedRules, <u32>root);
  const stride = firingBytes();
  for (let index: u32 = 0; index < firings; index++) fire(leaf + 16 + index * stride);
}

function fire(firing: usize): void {
  const row = out + recordRow();
  const set = out + 16;
  const instance = load<u32>(firing);
  applyTo(row, current, firing);
  memory.fill(set, 0, watcherWords << 2);
  if (groupOrder > 1) addAll(set);
  else addConcerned(set, firing);
  forgetMissing();
  fold(row, set);
  cutLog(0);
  const abandoned = isAbandoned(row, set);
  if (missing != 0) return finishMissing(firing, row, instance);
  if (abandoned) return;
  if (groupOrder > 1) {
    canonicalise(row);
    addAll(set);
  }
  judge(row, set);
  if (missing != 0) return finishMissing(firing, row, instance);
  finish(successor, instance);
}

/** Leaves in the set the questions that the row answers. */
function judge(row: usize, set: usize): void {
  const first = eagerWatchers + <u32>watchesAbandoned;
  for (
    let watcher = nextIn(set, 0, watchers);
    watcher < watchers;
    watcher = nextIn(set, watcher + 1, watchers)
  ) {
    const isOpen = (load<u32>(openWatchers + ((watcher >>> 5) << 2)) >>> (watcher & 31)) & 1;
    if (watcher < first || isOpen == 0 || answerOf(watcher, row) == 0) remove(set, watcher);
  }
}

function finishMissing(firing: usize, row: usize, instance: u32): void {
  // See normalise.ts.
  if ((missing & 1) == 1) return finish(unknownWatcher, (missing - 1) >>> 1);
  applyTo(row, current, firing);
  finish(unfinished, instance);
}

function finish(kind: u32, about: u32): void {
  store<u32>(out, kind);
  store<u32>(out, input, 4);
  store<u32>(out, about, 8);
  out += recordBytes();
}
