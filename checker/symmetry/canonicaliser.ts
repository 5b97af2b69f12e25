import { mapKinds, type CompiledGroup } from "./compiled-group.ts";
import { isPresent, type Presence } from "./presence.ts";
import { permuteBits } from "./value-maps.ts";

/** Stands for the value map that changes nothing. */
const unchanged = -1;

/**
 * Finds the canonical representative of a state: the least of its images under the whole group, so that two states
 * have the same one exactly when they are in one orbit (as Rumur's exhaustive mode does; nothing is normalised by
 * heuristics that could miss an image).
 *
 * All elements are compared at once, slot by slot: those whose image is larger at a slot are out, and once one is left
 * it is the least. Most are out after a few slots.
 */
export class Canonicaliser {
  private readonly order: number;
  private readonly active: Int32Array;
  /** By active slot, then by element: where the slot comes from. */
  private readonly source: Int32Array;
  /** Where its table begins in `values`; or `unchanged`; or -2 - its index in `bits`. */
  private readonly map: Int32Array;
  private readonly values: Int32Array;
  private readonly presence: Presence;
  private readonly bits: readonly Int32Array[];
  private readonly alive: Int32Array;

  constructor(group: CompiledGroup) {
    const { order, slots, active, mapKind, mapStart } = group;
    this.order = order;
    this.active = active;
    this.values = group.mapValues;
    this.presence = group;
    this.alive = new Int32Array(order);
    this.source = new Int32Array(active.length * order);
    this.map = new Int32Array(active.length * order);
    const bits: Int32Array[] = [];
    const codes = Int32Array.from(mapKind, (kind, map) => {
      const start = mapStart[map]!;
      if (kind === mapKinds.identity) return unchanged;
      if (kind === mapKinds.table) return start;
      return -1 - bits.push(group.mapValues.subarray(start, mapStart[map + 1]));
    });
    this.bits = bits;
    active.forEach((slot, position) => {
      for (let element = 0; element < order; element++) {
        const at = element * slots + slot;
        this.source[position * order + element] = group.source[at]!;
        this.map[position * order + element] = codes[group.map[at]!]!;
      }
    });
  }

  /** Writes the least image of `slots` into `least`, another array; returns the element that makes it. */
  canonicalise(slots: Int32Array, least: Int32Array): number {
    const element = this.leastElement(slots);
    least.set(slots);
    if (element === 0) return element;
    const { active, order } = this;
    for (let position = 0; position < active.length; position++) {
      least[active[position]!] = this.valueAt(position * order + element, slots);
    }
    return element;
  }

  private leastElement(slots: Int32Array): number {
    const { alive, active, order } = this;
    for (let element = 0; element < order; element++) alive[element] = element;
    let count = order;
    for (let position = 0; position < active.length && count > 1; position++) {
      const base = position * order;
      let least = this.valueAt(base + alive[0]!, slots);
      let kept = 1;
      for (let index = 1; index < count; index++) {
        const element = alive[index]!;
        const value = this.valueAt(base + element, slots);
        if (value > least) continue;
        if (value < least) {
          least = value;
          kept = 0;
        }
        alive[kept++] = element;
      }
      count = kept;
    }
    return alive[0]!;
  }

  private valueAt(at: number, slots: Int32Array): number {
    const source = this.source[at]!;
    const value = slots[source]!;
    const map = this.map[at]!;
    if (map === unchanged || (value === 0 && !isPresent(this.presence, source, slots))) return value;
    return map >= 0 ? this.values[map + value]! : permuteBits(this.bits[-2 - map]!, value);
  }
}
