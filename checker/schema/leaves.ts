import type { Place } from "./place.ts";
import { elementsOf, fieldsOf } from "./structure.ts";

/**
 * Visits the leaves of a value in the order of the schema. A leaf is what is printed on one line: a scalar, or a set, a
 * queue or an absent option as a whole.
 */
export function eachLeaf(place: Place, value: unknown, visit: (place: Place, value: unknown) => void): void {
  if (place.kind === "record" || place.kind === "array") {
    const parts = partsOf(place, value);
    const places = placesOfParts(place);
    for (let index = 0; index < places.length; index++) eachLeaf(places[index]!, parts[index], visit);
  } else if (place.kind === "maybe" && value !== null) {
    eachLeaf(place.of, value, visit);
  } else {
    visit(place, value);
  }
}

/**
 * Visits the leaves of two values of one place side by side. What is one and the same object on both sides has no
 * difference to look for and is left out: most of a state, where the other one is what a step made of it.
 */
export function eachLeafPair(
  place: Place,
  before: unknown,
  after: unknown,
  visit: (place: Place, before: unknown, after: unknown) => void,
): void {
  if (before === after) return;
  if (place.kind === "record" || place.kind === "array") {
    const [from, to] = [partsOf(place, before), partsOf(place, after)];
    const places = placesOfParts(place);
    for (let index = 0; index < places.length; index++) {
      eachLeafPair(places[index]!, from[index], to[index], visit);
    }
  } else if (place.kind === "maybe" && before !== null && after !== null) {
    eachLeafPair(place.of, before, after, visit);
  } else {
    visit(place, before, after);
  }
}

type Structure = Extract<Place, { kind: "record" | "array" }>;

function partsOf(place: Structure, value: unknown): ArrayLike<unknown> {
  return place.kind === "record" ? fieldsOf(place, value) : elementsOf(place, value);
}

function placesOfParts(place: Structure): readonly Place[] {
  return place.kind === "record" ? place.fields : place.items;
}
