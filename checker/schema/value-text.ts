import { FiniteSet } from "./finite-set.ts";

/** A value as a reader wants it: names bare, words in hexadecimal, sets in braces, queues and arrays in brackets. */
export function valueText(value: unknown): string {
  if (typeof value === "bigint") return hex(value);
  if (typeof value === "string") return value;
  if (typeof value === "number") return Object.is(value, -0) ? "0" : String(value);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof FiniteSet) return `{${listText(value)}}`;
  if (Symbol.iterator in value) return `[${listText(Array.from(iterable(value)))}]`;
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${valueText(field)}`);
  return `{${fields.join(", ")}}`;
}

/** A word as the kernel prints it. */
export function hex(word: bigint): string {
  return word < 0n ? `-0x${(-word).toString(16)}` : `0x${word.toString(16)}`;
}

function listText(values: Iterable<unknown>): string {
  return [...values].map(valueText).join(", ");
}

function* iterable(value: object): Iterable<unknown> {
  if (isIterable(value)) yield* value;
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}
