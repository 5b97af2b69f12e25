import { DomainError } from "./domain-error.ts";
import { FiniteSet } from "./finite-set.ts";
import { ListView } from "./list-view.ts";
import type { ArrayPlace, QueuePlace, RecordPlace, SetPlace } from "./place.ts";

// The parts of a structure, after a look at whether it is the structure its domain asks for. Every walk over plain
// states goes through these, so that none of them trusts what it is given.

/** The values of the fields, in the order of the record. */
export function fieldsOf(place: RecordPlace, value: unknown): readonly unknown[] {
  if (!isObject(value) || isList(value)) throw new DomainError(place.path, value, place.domain);
  const { names } = place;
  const keys = Object.keys(value);
  const fields: unknown[] = [];
  for (let index = 0; index < names.length; index++) {
    const name = names[index]!;
    // Mostly the keys are the names in their order, and what they are need not be asked again.
    if (keys[index] !== name && !Object.hasOwn(value, name)) throw missingField(place, index);
    fields.push(value[name]);
  }
  if (keys.length !== fields.length) throw unknownField(place, value, keys);
  return fields;
}

function missingField(place: RecordPlace, index: number): DomainError {
  const { path, domain } = place.fields[index] ?? place;
  return new DomainError(path, undefined, domain);
}

function unknownField(
  place: RecordPlace,
  value: Record<string, unknown>,
  keys: readonly string[],
): DomainError {
  const extra = keys.find((key) => !place.names.includes(key)) ?? "";
  return new DomainError(fieldPath(place, extra), value[extra], fieldsText(place));
}

/** The path of a field that the record may not even have. */
export function fieldPath(place: RecordPlace, name: string): string {
  return place.path === "" ? name : `${place.path}.${name}`;
}

/** What exists, to finish "... is outside". */
export function fieldsText(place: RecordPlace): string {
  return place.names.length === 0 ? "the fields: there are none" : `the fields ${place.names.join(", ")}`;
}

/** The elements of an array or queue. */
export function elementsOf(place: ArrayPlace | QueuePlace, value: unknown): ArrayLike<unknown> {
  if (!isList(value)) throw new DomainError(place.path, value, place.domain);
  const fits =
    place.kind === "array" ? value.length === place.items.length : value.length <= place.items.length;
  if (!fits) throw new DomainError(place.path, value, place.domain);
  return value;
}

/** The bits of the members of a set, ascending. */
export function membersOf(place: SetPlace, value: unknown): readonly number[] {
  if (!(value instanceof FiniteSet)) throw new DomainError(place.path, value, place.domain);
  return Array.from<unknown, number>(value, (member) => {
    const code = place.coder.encode(member);
    if (code < 0) throw new DomainError(place.path, value, place.domain);
    return place.bitOf[code]!;
  });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof FiniteSet);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || value instanceof ListView;
}
