import { DomainError } from "./domain-error.ts";
import { FiniteSet } from "./finite-set.ts";
import { maskBits } from "./place.ts";
import type { Place, RecordPlace, SetPlace } from "./place.ts";
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
      const { length } = elements;
      slots[place.slot] = length;
      encodeParts(place.items, elements, length, slots);
      for (let index = length; index < place.items.length; index++) clear(place.items[index]!, slots);
      return;
    }
    case "array":
      encodeParts(place.items, elementsOf(place, value), place.items.length, slots);
      return;
    case "record":
      encodeParts(place.fields, fieldsOf(place, value), place.fields.length, slots);
  }
}

function encodeParts(
  places: readonly Place[],
  parts: ArrayLike<unknown>,
  count: number,
  slots: Int32Array,
): void {
  for (let index = 0; index < count; index++) encode(places[index]!, parts[index], slots);
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
    case "record":
      return decodeRecord(place, slots);
  }
}

function decodeRecord({ names, fields }: RecordPlace, slots: Int32Array): unknown {
  // No field is called `__proto__`: assignments make fields, whatever their names.
  const value: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index++) value[names[index]!] = decode(fields[index]!, slots);
  return value;
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
