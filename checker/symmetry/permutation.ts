import { isPresent, type Presence } from "./presence.ts";
import { identityMap, type ValueMaps } from "./value-maps.ts";

/**
 * A permutation of states and of rule instances together. Slot d of the image of a state holds what its slot
 * `from[d]` holds, put through value map number `map[d]` unless it is absent; what instance i does in the state, instance `firing[i]` does
 * in the image.
 */
export interface Permutation {
  readonly from: Int32Array;
  readonly map: Int32Array;
  readonly firing: Int32Array;
  readonly presence: Presence;
  /** In words, for messages: `page0 <-> page1, then PE0 <-> PE1`. */
  readonly name: string;
}

/** The permutation that changes nothing. */
export function identity(presence: Presence, firings: number): Permutation {
  const slots = presence.guard.length;
  return {
    presence,
    from: Int32Array.from({ length: slots }, (_, slot) => slot),
    map: new Int32Array(slots).fill(identityMap),
    firing: Int32Array.from({ length: firings }, (_, firing) => firing),
    name: "nothing exchanged",
  };
}

/** Applies `first`, then `second`. */
export function compose(second: Permutation, first: Permutation, maps: ValueMaps, name: string): Permutation {
  return {
    presence: first.presence,
    from: second.from.map((via) => first.from[via]!),
    map: second.map.map((map, slot) => maps.compose(map, first.map[second.from[slot]!]!)),
    firing: first.firing.map((via) => second.firing[via]!),
    name,
  };
}

/** Writes the image of a state. */
export function permute(
  { from, map, presence }: Permutation,
  maps: ValueMaps,
  slots: Int32Array,
  image: Int32Array,
): void {
  for (let slot = 0; slot < from.length; slot++) {
    const source = from[slot]!;
    const value = slots[source]!;
    const isAbsent = value === 0 && !isPresent(presence, source, slots);
    image[slot] = isAbsent ? 0 : maps.apply(map[slot]!, value);
  }
}
