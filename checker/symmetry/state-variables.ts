import type { Layout } from "../schema/layout.ts";
import type { Place } from "../schema/place.ts";

/** The parts of a state that are looked at one by one: scalars, and the members of sets. */
export class StateVariables {
  /** The first variable of each slot: the only one, or that of a mask's bit 0. */
  readonly first: Int32Array;
  /** How many bits the mask in each slot has, 0 where it holds a scalar. */
  readonly maskBits: Int32Array;
  /** By variable: its slot. */
  readonly slot: Int32Array;
  /** By variable: its bit as a mask, 0 for a scalar. */
  readonly bit: Int32Array;
  /** By variable: how many values it has. */
  readonly size: Float64Array;
  readonly count: number;

  constructor(root: Place, { slots }: Layout) {
    this.maskBits = new Int32Array(slots.length);
    for (const slot of maskSlots(root)) this.maskBits[slot] = Math.log2(slots[slot]?.size ?? 1);
    this.first = new Int32Array(slots.length);
    const parts: { readonly slot: number; readonly bit: number; readonly size: number }[] = [];
    slots.forEach(({ size }, slot) => {
      this.first[slot] = parts.length;
      const bits = this.maskBits[slot]!;
      if (bits === 0) parts.push({ slot, bit: 0, size });
      for (let bit = 0; bit < bits; bit++) parts.push({ slot, bit: 1 << bit, size: 2 });
    });
    this.count = parts.length;
    this.slot = Int32Array.from(parts, ({ slot }) => slot);
    this.bit = Int32Array.from(parts, ({ bit }) => bit);
    this.size = Float64Array.from(parts, ({ size }) => size);
  }

  value(variable: number, slots: Int32Array): number {
    const value = slots[this.slot[variable]!]!;
    const bit = this.bit[variable]!;
    return bit === 0 ? value : value & bit ? 1 : 0;
  }

  set(variable: number, value: number, slots: Int32Array): void {
    const slot = this.slot[variable]!;
    const bit = this.bit[variable]!;
    if (bit === 0) slots[slot] = value;
    else slots[slot] = value === 0 ? slots[slot]! & ~bit : slots[slot]! | bit;
  }
}

function* maskSlots(place: Place): Generator<number> {
  switch (place.kind) {
    case "set":
      for (let slot = place.slot; slot < place.slot + place.slots; slot++) yield slot;
      return;
    case "maybe":
      yield* maskSlots(place.of);
      return;
    case "queue":
    case "array":
      for (const item of place.items) yield* maskSlots(item);
      return;
    case "record":
      for (const field of place.fields) yield* maskSlots(field);
      return;
    case "leaf":
    case "wide":
  }
}
