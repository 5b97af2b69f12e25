import { DomainError } from "./domain-error.ts";
import type { Place } from "./place.ts";
import { elementsOf, fieldsOf, isObject, membersOf } from "./structure.ts";

const word64Max = 2n ** 64n - 1n;

/**
 * Finds a value outside its domain, as `encode` does, where `before` is known to be within it: what both share is not
 * looked at again.
 */
export function checkChanged(place: Place, before: unknown, after: unknown): void {
  // Undefined is what is not there: it is in no domain, and means nothing where it is on both sides.
  if (before === after && after !== undefined) return;
  switch (place.kind) {
    case "leaf":
      if (place.coder.encode(after) < 0) throw new DomainError(place.path, after, place.domain);
      return;
    case "wide":
      if (typeof after === "bigint" && after >= 0n && after <= word64Max) return;
      throw new DomainError(place.path, after, place.domain);
    case "maybe":
      if (after !== null) checkChanged(place.of, before, after);
      return;
    case "set":
      membersOf(place, after);
      return;
    case "queue":
    case "array":
      checkParts(place.items, null, before, elementsOf(place, after));
      return;
    case "record":
      checkParts(place.fields, place.names, before, fieldsOf(place, after));
  }
}

/** @param names what the parts are called in `before`; null for their indices */
function checkParts(
  places: readonly Place[],
  names: readonly string[] | null,
  before: unknown,
  after: ArrayLike<unknown>,
): void {
  const known = isObject(before) ? before : {};
  for (let index = 0; index < after.length; index++) {
    checkChanged(places[index]!, known[names?.[index] ?? index], after[index]);
  }
}
