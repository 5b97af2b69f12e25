import type { Place } from "./place.ts";
import { elementsOf, fieldsOf, membersOf } from "./structure.ts";

/**
 * Whether two values of a place are the same value: exactly where their canonical texts are equal, without making
 * them. As those it knows nothing of slots and codes. Scalars are compared and not looked at: what may be outside its
 * domain is for `keyOf` or `encode`.
 */
export function isSame(place: Place, one: unknown, other: unknown): boolean {
  // Values do not change, so that an object is the same value as itself; -0 is the same state as 0.
  if (one === other) return true;
  switch (place.kind) {
    case "leaf":
    case "wide":
      return false;
    case "maybe":
      return one !== null && other !== null && isSame(place.of, one, other);
    case "set":
      return sameMembers(membersOf(place, one), membersOf(place, other));
    case "queue":
    case "array":
      return sameParts(place.items, elementsOf(place, one), elementsOf(place, other));
    case "record":
      return sameParts(place.fields, fieldsOf(place, one), fieldsOf(place, other));
  }
}

function sameMembers(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((bit, index) => bit === other[index]);
}

function sameParts(places: readonly Place[], one: ArrayLike<unknown>, other: ArrayLike<unknown>): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) {
    if (!isSame(places[index]!, one[index], other[index])) return false;
  }
  return true;
}
