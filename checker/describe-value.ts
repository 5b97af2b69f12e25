/** An object whose fields are not known yet. */
export type Unknown = Readonly<Record<string, unknown>>;

/** Whether a value has fields to look at. */
export function isRecord(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is one that arguments and returns cannot be by accident: an object (a promise, an array) or a function. */
export function isObject(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** A value of unknown origin in a few words, for a message: `undefined`, `"weak"`, `a promise`. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
    case "bigint":
      return `${value}n`;
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "object":
      return describeObject(value);
    default:
      return String(value);
  }
}

function describeObject(value: object | null): string {
  if (value === null) return "null";
  if (value instanceof Promise) return "a promise";
  return Array.isArray(value) ? "an array" : "an object";
}
