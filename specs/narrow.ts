/** An object with string keys, of which nothing more is known. */
export type Unknown = Readonly<Record<string, unknown>>;

/** True for objects that are neither null nor arrays. */
export function isRecord(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A short text for an unknown value in a message: `"ish"`, `3`, `an array`. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === undefined || value === null) return String(value);
  if (typeof value === "object") return Array.isArray(value) ? "an array" : "an object";
  if (typeof value === "function") return "a function";
  return String(value);
}
