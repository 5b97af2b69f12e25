import type { Place } from "./place.ts";
import { elementsOf, fieldsOf } from "./structure.ts";

/** Two values of a leaf: of what is printed on one line, a scalar, or a set, a queue or an absent option as a whole. */
export interface LeafPair {
  readonly place: Place;
  readonly before: unknown;
  readonly after: unknown;
}

/** The leaves of two values of one place, side by side, in the order of the schema. */
export function* leavesOf(place: Place, before: unknown, after: unknown): Generator<LeafPair> {
  if (place.kind === "record" || place.kind === "array") {
    const [from, to] = [partsOf(place, before), partsOf(place, after)];
    const places = place.kind === "record" ? place.fields : place.items;
    for (const [index, part] of places.entries()) yield* leavesOf(part, from[index], to[index]);
  } else if (place.kind === "maybe" && before !== null && after !== null) {
    yield* leavesOf(place.of, before, after);
  } else {
    yield { place, before, after };
  }
}

function partsOf(place: Extract<Place, { kind: "record" | "array" }>, value: unknown): ArrayLike<unknown> {
  return place.kind === "record" ? fieldsOf(place, value) : elementsOf(place, value);
}
