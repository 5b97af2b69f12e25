// Symmetry: a successor is stored as the canonical representative of its orbit, the least of its images under a group,
// compared slot by slot. The group comes as flat arrays of 32-bit numbers; see checker/symmetry/compiled-group.ts.

import { vectors } from "./settings";

/** How many elements the group has; below 2 there is nothing to do. */
export let groupOrder: u32 = 0;
export let groupSlots: u32 = 0;
/** The slots that some element changes, ascending. */
export let groupActive: usize = 0;
export let groupActiveCount: u32 = 0;
/** By element and slot: where it comes from, and the value map that it is put through. */
export let groupSource: usize = 0;
export let groupMap: usize = 0;
/** By slot: which other slot tells whether it is there (or -1), and when: it holds more than this. */
export let groupGuard: usize = 0;
export let groupAbove: usize = 0;
/** By value map: its kind, and where it begins among the values; one more start than maps. */
export let groupMapKind: usize = 0;
export let groupMapStart: usize = 0;
export let groupMapValues: usize = 0;
/** By slot: byte offset of its word in a row, shift and mask. */
export let slotWord: usize = 0;
export let slotShift: usize = 0;
export let slotMask: usize = 0;
/** Room for the slots of a state, and for a number per element. */
export let slotsRoom: usize = 0;
export let aliveRoom: usize = 0;

const table: u32 = 1;

/** Replaces a row by its canonical representative. */
export function canonicalise(row: usize): void {
  for (let slot: u32 = 0; slot < groupSlots; slot++) {
    const word = load<u32>(row + at(slotWord, slot));
    store<u32>(slotsRoom + (slot << 2), (word >>> at(slotShift, slot)) & at(slotMask, slot));
  }
  const element = leastElement();
  if (element == 0) return;
  memory.fill(row, 0, vectors << 4);
  for (let slot: u32 = 0; slot < groupSlots; slot++) {
    const word = row + at(slotWord, slot);
    store<u32>(word, load<u32>(word) | (image(element, slot) << at(slotShift, slot)));
  }
}

/** The element with the least image: those whose image is larger at a slot are out. */
function leastElement(): u32 {
  for (let element: u32 = 0; element < groupOrder; element++) store<u32>(aliveRoom + (element << 2), element);
  let count = groupOrder;
  for (let position: u32 = 0; position < groupActiveCount && count > 1; position++) {
    const slot = at(groupActive, position);
    let least = <i32>image(at(aliveRoom, 0), slot);
    let kept: u32 = 1;
    for (let index: u32 = 1; index < count; index++) {
      const element = at(aliveRoom, index);
      const value = <i32>image(element, slot);
      if (value > least) continue;
      if (value < least) {
        least = value;
        kept = 0;
      }
      store<u32>(aliveRoom + (kept++ << 2), element);
    }
    count = kept;
  }
  return at(aliveRoom, 0);
}

/** What a slot of the image holds. */
function image(element: u32, slot: u32): u32 {
  const index = element * groupSlots + slot;
  const source = at(groupSource, index);
  const value = at(slotsRoom, source);
  const map = at(groupMap, index);
  if (map == 0 || (value == 0 && !isPresent(source))) return value;
  const start = at(groupMapStart, map);
  if (at(groupMapKind, map) == table) return at(groupMapValues, start + value);
  let bits: u32 = 0;
  for (let left = value; left != 0; left &= left - 1) {
    bits |= 1 << at(groupMapValues, start + <u32>ctz(left));
  }
  return bits;
}

/** Whether what a slot belongs to is there: a 0 of what is not there means nothing. */
function isPresent(slot: u32): bool {
  const guard = <i32>at(groupGuard, slot);
  return guard < 0 || <i32>at(slotsRoom, guard) > <i32>at(groupAbove, slot);
}

function at(array: usize, index: u32): u32 {
  return load<u32>(array + (index << 2));
}
