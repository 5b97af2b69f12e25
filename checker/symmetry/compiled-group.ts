import type { Model } from "../model.ts";
import { groupOf, type Group } from "./group.ts";
import { identityMap, permuteBits, type ValueMap } from "./value-maps.ts";

/** Masks of at most so many bits are looked up rather than moved bit by bit. */
const tableBits = 10;

/**
 * A group as flat arrays, for code that canonicalises states without calling back: slot d of the image of a state under
 * element k holds what slot `source[k * slots + d]` holds, put through value map `map[k * slots + d]`; but 0 stays 0 in
 * a slot that is absent (`guard`, `above`: see `Presence`). The canonical state is the least image, compared slot by
 * slot from slot 0, as signed numbers.
 */
export interface CompiledGroup {
  /** How many elements the group has; element 0 is the identity. */
  readonly order: number;
  /** Slots of a state. */
  readonly slots: number;
  /** The slots that some element changes, ascending: no other needs to be looked at. */
  readonly active: Int32Array;
  readonly source: Int32Array;
  readonly map: Int32Array;
  /** By source slot, which other slot tells whether it is there, or -1 where it always is. */
  readonly guard: Int32Array;
  /** By source slot: it is there when `guard` holds more than this. */
  readonly above: Int32Array;
  /** Per value map: 0 for the identity (map 0), 1 for a table, 2 for bits that move. */
  readonly mapKind: Int32Array;
  /** Per value map, where it begins in `mapValues`. */
  readonly mapStart: Int32Array;
  /** Of a table the image of each code, of bits the number of the bit that each becomes. */
  readonly mapValues: Int32Array;
  /** The image of rule instance i under element k is `firing[k * firings + i]`. */
  readonly firing: Int32Array;
  readonly firings: number;
}

/** The kinds of value maps in `CompiledGroup.mapKind`. */
export const mapKinds = { identity: 0, table: 1, bits: 2 } as const;

/** The symmetries that a model declares, compiled. They are claims: `Symmetry.verify` is what checks them. */
export function compilePermutations<S>(model: Model<S>): CompiledGroup {
  return compileGroup(groupOf(model));
}

export function compileGroup({ elements, maps }: Group): CompiledGroup {
  const [first] = elements;
  const slots = first?.from.length ?? 0;
  const values = Array.from({ length: maps.size }, (_, number) =>
    number === identityMap ? null : lookedUp(maps.at(number)),
  );
  const starts: number[] = [];
  let total = 0;
  for (const value of values) {
    starts.push(total);
    total += value?.to.length ?? 0;
  }
  return {
    order: elements.length,
    slots,
    active: Int32Array.from([...Array(slots).keys()].filter((slot) => isActive(elements, slot))),
    source: flat(elements.map(({ from }) => from)),
    map: flat(elements.map(({ map }) => map)),
    guard: first?.presence.guard ?? new Int32Array(0),
    above: first?.presence.above ?? new Int32Array(0),
    mapKind: Int32Array.from(values, (value) => (value === null ? mapKinds.identity : mapKinds[value.kind])),
    mapStart: Int32Array.from(starts),
    mapValues: flat(values.map((value) => value?.to ?? new Int32Array(0))),
    firing: flat(elements.map(({ firing }) => firing)),
    firings: first?.firing.length ?? 0,
  };
}

function isActive(elements: Group["elements"], slot: number): boolean {
  return elements.some(({ from, map }) => from[slot] !== slot || map[slot] !== identityMap);
}

function lookedUp(map: ValueMap): ValueMap {
  if (map.kind === "table" || map.to.length > tableBits) return map;
  const to = Int32Array.from({ length: 2 ** map.to.length }, (_, mask) => permuteBits(map.to, mask));
  return { kind: "table", to };
}

function flat(arrays: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
