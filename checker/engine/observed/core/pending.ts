// Successors wait in a ring until there are enough of them that the memory which their look-up needs can be fetched
// all at once: the visited table is far larger than any cache, and one miss after the other is most of a search's time.
//
// A pending successor, `ringStride` bytes:
//   u32  hash
//   u32  address of the slot of the table where its look-up goes on
//   u32  number of the state it came from
//   u32  number of the instance that fired
//   u32  begin and
//   u32  end of the eager firings in the fold log
//   the watchers that its writes may concern, padded to 16 bytes with the above
//   its row

import { answered, travel } from "./host";
import { answerOf, cutLog, logged, maxFolded } from "./normalise";
import { areSame, hashOf, isRow, keep, parentAddress, rowAddress, sourceAddress, unpack } from "./rows";
import {
  current,
  eagerWatchers,
  elsewhere,
  foldLog,
  openWatchers,
  recent,
  recentMask,
  reserve,
  ring,
  ringStride,
  stored,
  table,
  tableShift,
  tallies,
  vectors,
  watchers,
  watchesAbandoned,
  watcherWords,
} from "./settings";
import { nextIn } from "./watchers";

const capacity: u32 = 64;
/** Entries of the fold log; one step may add `maxFolded` to it. */
const logCapacity: u32 = 32_768;

let pending: u32 = 0;
/** Numbers reserved for new states and not used yet. */
let reserved: u32 = 0;
let reservedEnd: u32 = 0;
/** Keeps the early loads from being optimised away. */
export let fetched: u32 = 0;

export function slotOf(): usize {
  return ring + pending * ringStride;
}

export function watchersOf(entry: usize): usize {
  return entry + 24;
}

/** Where the row of a pending successor is. */
export function rowOf(entry: usize): usize {
  return entry + ((24 + (watcherWords << 2) + 15) & ~15);
}

/** Takes the successor at `slotOf` in. */
export function accept(parent: u32, instance: u32, logBegin: u32): void {
  const entry = slotOf();
  const row = rowOf(entry);
  const hash = hashOf(row);
  countFired(instance, logBegin);
  if (isRecent(row, hash)) {
    cutLog(logBegin);
    return;
  }
  store<u32>(entry, hash);
  store<u32>(entry, parent, 8);
  store<u32>(entry, instance, 12);
  store<u32>(entry, logBegin, 16);
  store<u32>(entry, logged, 20);
  pending++;
  if (pending == capacity || logged + maxFolded > logCapacity) flush();
}

/**
 * Whether a row was met lately; from now on it was. Steps that commute lead to a state twice within moments: most
 * successors are found here, in the processor's own cache. A row that is still pending is as good as stored.
 *
 * By the low bits of a hash: the hash and a 1, as 64 bits, then at 16 bytes the row.
 */
function isRecent(row: usize, hash: u32): bool {
  const held = recent + (hash & recentMask) * ((vectors + 1) << 4);
  const tag = ((<u64>hash) << 32) | 1;
  if (load<u64>(held) == tag && areSame(held + 16, row)) return true;
  store<u64>(held, tag);
  for (let at: u32 = 0; at < vectors << 4; at += 16) v128.store(held + 16 + at, v128.load(row + at));
  return false;
}

/** Looks all pending successors up, and stores the new ones. */
export function flush(): void {
  const end = ring + pending * ringStride;
  let sum: u32 = 0;
  for (let entry = ring; entry < end; entry += ringStride) {
    const slot = firstSlot(load<u32>(entry));
    store<u32>(entry, slot, 4);
    sum += load<u32>(slot);
  }
  for (let entry = ring; entry < end; entry += ringStride) sum += secondLook(entry, 4);
  fetched = sum;
  let away: u32 = 0;
  for (let entry = ring; entry < end; entry += ringStride) away += <u32>!settle(entry);
  if (away != 0) lookElsewhere(end);
  pending = 0;
  cutLog(0);
}

/** Where the look-up of a hash begins. */
function firstSlot(hash: u32): u32 {
  return <u32>table + ((hash >>> tableShift) << 3);
}

/** The address behind the table's last slot. */
function tableEnd(): usize {
  return table + ((<usize>8) << (32 - tableShift));
}

/**
 * Follows the look-up, whose slot is in a field of the entry, to a slot with the same hash, and fetches the row it
 * stands for.
 */
function secondLook(entry: usize, field: usize): u32 {
  const hash = load<u32>(entry);
  let slot: usize = load<u32>(entry + field);
  for (;;) {
    const held = load<u64>(slot);
    if (held == 0) break;
    if (<u32>(held >>> 32) == hash) {
      store<u32>(entry + field, slot);
      return load<u32>(rowAddress(<u32>held - 1));
    }
    slot += 8;
    if (slot == tableEnd()) slot = table;
  }
  store<u32>(entry + field, slot);
  return 0;
}

/** Finishes a look-up: the state is known, or stored now; false when another memory may know it. */
function settle(entry: usize): bool {
  const known = place(entry, load<u32>(entry, 4), !elsewhere);
  if (known == isAway) {
    store<u32>(entry, isAway, 4);
    return false;
  }
  store<u32>(entry, isSettled, 4);
  if (known >= isNewFrom) welcome(entry, known - isNewFrom);
  return true;
}

/** What became of a pending successor: not known in this memory, known, counted already, or stored: this + its number. */
const isAway: u32 = 1;
const isFound: u32 = 2;
const isSettled: u32 = 3;
const isNewFrom: u32 = 4;

/** Looks for an entry's row from a slot on, and stores it if asked to and it is not there. */
function place(entry: usize, from: usize, insert: bool): u32 {
  const hash = load<u32>(entry);
  const row = rowOf(entry);
  let slot = from;
  let mine: u32 = 0;
  let known: u32 = 0;
  while (known == 0) {
    let held = atomic.load<u64>(slot);
    if (held == 0) {
      if (!insert) return isAway;
      if (mine == 0) {
        // Written before the slot says so: another worker may read the row as soon as it sees the number.
        mine = nextNumber() + 1;
        keep(row, mine - 1);
        store<u32>(parentAddress(mine - 1), load<u32>(entry, 8));
      }
      held = atomic.cmpxchg<u64>(slot, 0, ((<u64>hash) << 32) | (<u64>mine));
      if (held == 0) {
        reserved++;
        held = ((<u64>hash) << 32) | (<u64>mine);
        known = mine - 1 + isNewFrom;
      }
    }
    if (known == 0 && <u32>(held >>> 32) == hash && isRow(rowAddress(<u32>held - 1), row)) {
      // A number that was taken for it stays reserved, for the next new state.
      known = isFound;
    }
    slot += 8;
    if (slot == tableEnd()) slot = table;
  }
  return known;
}

/** Has the host ask the other memories for the states that this one does not know; the last one stores them. */
function lookElsewhere(end: usize): void {
  travel(pending);
  for (let entry = ring; entry < end; entry += ringStride) {
    const known = load<u32>(entry, 4);
    if (known == isSettled) continue;
    if (known >= isNewFrom) welcome(entry, known - isNewFrom);
  }
}

/**
 * Looks successors up that were pending in another memory and are away there; they were copied to `entries`. Says in
 * each what became of it.
 */
export function receive(entries: usize, count: u32, insert: bool): void {
  const end = entries + count * ringStride;
  let sum: u32 = 0;
  for (let entry = entries; entry < end; entry += ringStride) {
    if (load<u32>(entry, 4) != isAway) continue;
    const slot = firstSlot(load<u32>(entry));
    store<u32>(entry, slot, 16);
    sum += load<u32>(slot);
  }
  for (let entry = entries; entry < end; entry += ringStride) {
    if (load<u32>(entry, 4) == isAway) sum += secondLook(entry, 16);
  }
  fetched = sum;
  for (let entry = entries; entry < end; entry += ringStride) {
    if (load<u32>(entry, 4) == isAway) store<u32>(entry, place(entry, load<u32>(entry, 16), insert), 4);
  }
}

function nextNumber(): u32 {
  if (reserved == reservedEnd) {
    reserved = atomic.add<u32>(stored, reserve);
    reservedEnd = reserved + reserve;
  }
  return reserved;
}

/** The numbers that were reserved and not used: the first, and the one behind the last. */
export function unusedBegin(): u32 {
  return reserved;
}

export function unusedEnd(): u32 {
  return reservedEnd;
}

export function forgetReserved(): void {
  reserved = 0;
  reservedEnd = 0;
}

/** Counts a firing that is kept, with the eager ones that came with it. */
function countFired(instance: u32, logBegin: u32): void {
  countOne(instance, 0);
  for (let at = logBegin; at < logged; at++) countOne(load<u32>(foldLog + (at << 2)), 0);
}

/** Counts and judges a new state. */
function welcome(entry: usize, state: u32): void {
  countOne(load<u32>(entry, 12), 8);
  const end = load<u32>(entry, 20);
  for (let at = load<u32>(entry, 16); at < end; at++) countOne(load<u32>(foldLog + (at << 2)), 8);
  judge(entry, state);
}

function countOne(instance: u32, field: usize): void {
  const tally = tallies + (instance << 4) + field;
  store<u64>(tally, load<u64>(tally) + 1);
}

/** Puts the questions to a new state whose answers may differ from those of the state it came from. */
function judge(entry: usize, state: u32): void {
  const set = watchersOf(entry);
  for (let at: u32 = 0; at < watcherWords << 2; at += 4) {
    store<u32>(set + at, load<u32>(set + at) & load<u32>(openWatchers + at));
  }
  const first = eagerWatchers + <u32>watchesAbandoned;
  let watcher = nextIn(set, first, watchers);
  for (; watcher < watchers; watcher = nextIn(set, watcher + 1, watchers)) {
    if (answerOf(watcher, rowOf(entry)) != 0) answered(watcher, state);
  }
}

/** Takes the row at `slotOf` in, unless it is known: an initial state, or one of a checkpoint. The host judges it. */
export function acceptStored(parent: u32, instance: u32): void {
  memory.fill(watchersOf(slotOf()), 0, watcherWords << 2);
  accept(parent, instance, logged);
  flush();
}

/** The number of the state whose row is at `slotOf`, or -1. */
export function find(): u32 {
  const row = rowOf(slotOf());
  const hash = hashOf(row);
  let slot: usize = table + ((hash >>> tableShift) << 3);
  for (;;) {
    const held = load<u64>(slot);
    if (held == 0) break;
    if (<u32>(held >>> 32) == hash && isRow(rowAddress(<u32>held - 1), row)) return <u32>held - 1;
    slot += 8;
    if (slot == tableEnd()) slot = table;
  }
  return 0xffff_ffff;
}

/**
 * Gives a state another number: that of a place left empty because it was reserved in vain. Not while others look up.
 */
export function renumber(from: u32, to: u32): void {
  unpack(sourceAddress(from), current);
  keep(current, to);
  store<u32>(parentAddress(to), load<u32>(parentAddress(from)));
  const hash = hashOf(current);
  const held = ((<u64>hash) << 32) | (<u64>(from + 1));
  let slot: usize = table + ((hash >>> tableShift) << 3);
  while (load<u64>(slot) != held) {
    slot += 8;
    if (slot == tableEnd()) slot = table;
  }
  store<u64>(slot, ((<u64>hash) << 32) | (<u64>(to + 1)));
}
