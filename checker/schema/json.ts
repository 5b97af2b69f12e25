import type { Place } from "./place.ts";
import { elementsOf, fieldsOf } from "./structure.ts";
import { FiniteSet } from "./finite-set.ts";
import { hex } from "./value-text.ts";

/** A plain value as JSON has it: words as "0x...", sets and queues as arrays. */
export function toJson(place: Place, value: unknown): unknown {
  switch (place.kind) {
    case "maybe":
      return value === null ? null : toJson(place.of, value);
    case "set":
      return value instanceof FiniteSet ? Array.from(value, scalarJson) : [];
    case "queue":
    case "array": {
      const { items } = place;
      return Array.from(elementsOf(place, value), (element, index) => toJson(items[index] ?? place, element));
    }
    case "record": {
      const { names, fields } = place;
      const parts = fieldsOf(place, value);
      return Object.fromEntries(
        names.map((name, index) => [name, toJson(fields[index] ?? place, parts[index])]),
      );
    }
    default:
      return scalarJson(value);
  }
}

function scalarJson(value: unknown): unknown {
  return typeof value === "bigint" ? hex(value) : value;
}
