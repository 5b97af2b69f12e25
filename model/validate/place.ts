import { Diagnostic } from "../../checker/diagnostic.ts";
import { nearest } from "../../checker/nearest.ts";

/** Where a value stands: the thing it belongs to, in words, and the field of it. */
export interface Place {
  readonly where: string;
  readonly field: string;
}

/** Throws a Diagnostic for a value that may not stand there. */
export type Check = (value: unknown, place: Place) => void;

/** The place of a part of something. */
export const within = (where: string, part: string): string => {
  if (part === "") return where;
  return where === "" ? part : `${where}, ${part}`;
};

/** The error for something that may not be as it is. */
export const programError = (where: string, what: string, why: string, next?: string): Diagnostic =>
  new Diagnostic({ kind: "program", where, what, why, ...(next === undefined ? {} : { next }) });

/** The error for the value of a field: `why` says what it has to be, `next` what to write. */
export const wrongValue = (value: unknown, place: Place, why: string, next: string): Diagnostic =>
  programError(place.where, `${place.field} is ${describeValue(value)}`, why, next);

/** The advice for a name that does not exist: the nearest that does, and all that do. */
export function suggestion(name: string, exist: readonly string[]): string {
  const guess = nearest(name, exist);
  return `${guess === null ? "" : `did you mean ${guess}? `}there is: ${exist.join(", ") || "none"}`;
}

/** A short text for a value of unknown type: `"ish"`, `3`, `5n`, `an array`. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return value < 4096n && value > -4096n ? `${value}n` : hex(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  if (typeof value === "function") return "a function";
  return value === undefined ? "missing" : String(value);
}

/** An address or a descriptor as the reader writes it. */
export const hex = (value: bigint): string =>
  value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
