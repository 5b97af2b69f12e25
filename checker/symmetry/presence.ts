import type { Place } from "../schema/place.ts";

/**
 * Which slots may be absent: those of an option that is null, and of the elements beyond the end of a queue. They are
 * 0 then, and so they are in every image of the state: there is no value that could become another.
 *
 * A slot is there when what its `guard` slot holds is more than its `above`; a guard of -1: it always is. The innermost
 * option or queue decides, since it is cleared along with what it is in.
 */
export interface Presence {
  readonly guard: Int32Array;
  readonly above: Int32Array;
}

export function presenceOf(root: Place): Presence {
  const presence = { guard: new Int32Array(root.slots).fill(-1), above: new Int32Array(root.slots) };
  mark(root, -1, 0, presence);
  return presence;
}

/** Whether a slot of a state stands for something. */
export function isPresent({ guard, above }: Presence, slot: number, slots: Int32Array): boolean {
  const at = guard[slot]!;
  return at < 0 || slots[at]! > above[slot]!;
}

function mark(place: Place, guard: number, above: number, presence: Presence): void {
  presence.guard.fill(guard, place.slot, place.slot + place.slots);
  presence.above.fill(above, place.slot, place.slot + place.slots);
  switch (place.kind) {
    case "maybe":
      mark(place.of, place.slot, 0, presence);
      return;
    case "queue":
      for (const [index, item] of place.items.entries()) mark(item, place.slot, index, presence);
      return;
    case "array":
      for (const item of place.items) mark(item, guard, above, presence);
      return;
    case "record":
      for (const field of place.fields) mark(field, guard, above, presence);
      return;
    case "leaf":
    case "wide":
    case "set":
  }
}
