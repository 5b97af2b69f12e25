import { FiniteSet } from "./finite-set.ts";

/**
 * A value as a reader wants it: names bare, words in hexadecimal, sets in braces, queues and arrays in brackets.
 *
 * @param wordName the name of a word, where it has one
 */
export function valueText(value: unknown, wordName: (word: bigint) => string | null = noName): string {
  if (typeof value === "bigint") return wordName(value) ?? hex(value);
  if (typeof value === "string") return value;
  if (typeof value === "number") return Object.is(value, -0) ? "0" : String(value);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof FiniteSet) return `{${textsOf(value, wordName).join(", ")}}`;
  if (isIterable(value)) return `[${textsOf(value, wordName).join(", ")}]`;
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${valueText(field, wordName)}`);
  return `{${fields.join(", ")}}`;
}

function textsOf(parts: Iterable<unknown>, wordName: (word: bigint) => string | null): readonly string[] {
  return Array.from(parts, (part) => valueText(part, wordName));
}

const noName = (): null => null;

/** A word as the kernel prints it. */
export function hex(word: bigint): string {
  return word < 0n ? `-0x${(-word).toString(16)}` : `0x${word.toString(16)}`;
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}
