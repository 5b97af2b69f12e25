import { DomainError } from "./domain-error.ts";
import { FiniteSet } from "./finite-set.ts";
import { maskBits } from "./place.ts";
import type { Place, SetPlace } from "./place.ts";
import { elementsOf, fieldsOf, membersOf } from "./structure.ts";

const word64Max = 2n ** 64n - 1n;

/** Writes a value into the slots of its place. Equal values get equal slots: what is not there is 0. */
export function encode(place: Place, value: unknown, slots: Int32Array): void {
  switch (place.kind) {
    case "leaf":
      slots[place.slot] = codeOf(place.coder.encode(value), place, value);
      return;
    case "wide":
      encodeWord(place, value, slots);
      return;
    case "maybe":
      slots[place.slot] = value === null ? 0 : 1;
      if (value === null) clear(place.of, slots);
      else encode(place.of, value, slots);
      return;
    case "set":
      clear(place, slots);
      for (const bit of membersOf(place, value)) slots[maskSlot(place, bit)]! |= maskBit(bit);
      return;
    case "queue": {
      const elements = elementsOf(place, value);
      slots[place.slot] = elements.length;
      for (const [index, item] of place.items.entries()) {
        if (index < elements.length) encode(item, elements[index], slots);
        else clear(item, slots);
      }
      return;
    }
    case "array": {
      const elements = elementsOf(place, value);
      for (const [index, item] of place.items.entries()) encode(item, elements[index], slots);
      return;
    }
    case "record": {
      const fields = fieldsOf(place, value);
      for (const [index, field] of place.fields.entries()) encode(field, fields[index], slots);
    }
  }
}

/** The plain value in the slots of a place. */
export function decode(place: Place, slots: Int32Array): unknown {
  switch (place.kind) {
    case "leaf":
      return place.coder.decode(slots[place.slot]!);
    case "wide":
      return wordAt(slots, place.slot);
    case "maybe":
      return slots[place.slot] === 0 ? null : decode(place.of, slots);
    case "set":
      return FiniteSet.of(...place.values.filter((_, bit) => slots[maskSlot(place, bit)]! & maskBit(bit)));
    case "queue":
      return place.items.slice(0, slots[place.slot]).map((item) => decode(item, slots));
    case "array":
      return place.items.map((item) => decode(item, slots));
    case "record": {
      const { fields } = place;
      const entries = place.names.map((name, index) => [name, decode(fields[index] ?? place, slots)]);
      return Object.fromEntries(entries);
    }
  }
}

/** The slot of a set's mask that holds a bit. */
export function maskSlot(place: SetPlace, bit: number): number {
  return place.slot + Math.trunc(bit / maskBits);
}

/** A bit within its slot. */
export function maskBit(bit: number): number {
  return 1 << (bit % maskBits);
}

/** The word in two slots. */
export function wordAt(slots: Int32Array, slot: number): bigint {
  return (BigInt(slots[slot + 1]! >>> 0) << 32n) | BigInt(slots[slot]! >>> 0);
}

function encodeWord(place: Place, value: unknown, slots: Int32Array): void {
  if (typeof value !== "bigint" || value < 0n || value > word64Max) {
    throw new DomainError(place.path, value, place.domain);
  }
  slots[place.slot] = Number(BigInt.asIntN(32, value));
  slots[place.slot + 1] = Number(BigInt.asIntN(32, value >> 32n));
}

function codeOf(code: number, place: Place, value: unknown): number {
  if (code < 0) throw new DomainError(place.path, value, place.domain);
  return code;
}

function clear(place: Place, slots: Int32Array): void {
  slots.fill(0, place.slot, place.slot + place.slots);
}
