import { DomainError } from "./domain-error.ts";
import type { Place } from "./place.ts";
import { elementsOf, fieldsOf, membersOf } from "./structure.ts";
import { hex } from "./value-text.ts";

const word64Max = 2n ** 64n - 1n;

/**
 * A canonical text of a plain value: equal exactly for equal values. It knows nothing of slots and codes, so that an
 * engine that uses it checks those that do.
 */
export function keyOf(place: Place, value: unknown): string {
  switch (place.kind) {
    case "leaf":
      if (place.coder.encode(value) < 0) throw new DomainError(place.path, value, place.domain);
      return scalarKey(value);
    case "wide":
      if (typeof value === "bigint" && value >= 0n && value <= word64Max) return hex(value);
      throw new DomainError(place.path, value, place.domain);
    case "maybe":
      return value === null ? "-" : `+${keyOf(place.of, value)}`;
    case "set":
      return `<${membersOf(place, value)
        .map((bit) => scalarKey(place.values[bit]))
        .join()}>`;
    case "queue":
    case "array": {
      const { items } = place;
      return `[${Array.from(elementsOf(place, value), (element, index) => keyOf(items[index] ?? place, element)).join()}]`;
    }
    case "record": {
      const { fields } = place;
      return `{${fieldsOf(place, value)
        .map((field, index) => keyOf(fields[index] ?? place, field))
        .join()}}`;
    }
  }
}

/** Names are quoted, so that no name can look like a value of another kind or like two. */
function scalarKey(value: unknown): string {
  if (typeof value === "bigint") return hex(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null) return "-";
  // -0 is the same state as 0.
  return typeof value === "number" ? String(value + 0) : String(value);
}
