import { describeValue, type Unknown } from "../describe-value.ts";
import { Diagnostic, type DiagnosticKind } from "../diagnostic.ts";
import { nearest } from "../nearest.ts";
import { suggestion } from "../suggestion.ts";

/** What the value of one key must be. */
export interface Form {
  /** `a function`, `"weak"`: completes "must be". */
  readonly wanted: string;
  readonly required: boolean;
  /** The words it is one of, where it is one of a few. */
  readonly words: readonly string[];
  holds(value: unknown): boolean;
}

/** The keys of an object, and what each must be. */
export type Shape = Readonly<Record<string, Form>>;

/** An object of unknown origin, and how to speak of it. */
export interface Subject {
  readonly kind: DiagnosticKind;
  readonly where: string;
  /** `keys of a rule`, for the list of those there are. */
  readonly keys: string;
}

export function must(wanted: string, holds: (value: unknown) => boolean): Form {
  return { wanted, required: true, words: [], holds };
}

export function may(form: Form): Form {
  return { ...form, required: false };
}

export function oneOf(...words: readonly string[]): Form {
  const quoted = words.map((word) => `"${word}"`);
  const last = quoted.at(-1) ?? "";
  const wanted = quoted.length < 2 ? last : `${quoted.slice(0, -1).join(", ")} or ${last}`;
  return { wanted, required: true, words, holds: (value) => words.some((word) => word === value) };
}

/** A key that is misspelt would be ignored, and one of the wrong form misunderstood: neither goes unnoticed. */
export function checkShape(subject: Subject, value: Unknown, shape: Shape): void {
  checkKeys(subject, value, shape);
  for (const [key, form] of Object.entries(shape)) checkForm(subject, key, value[key], form);
}

function checkKeys({ kind, where, keys }: Subject, value: Unknown, shape: Shape): void {
  // An instance of a class has fields of its own, which are its own business.
  if (!isPlain(value)) return;
  const known = Object.keys(shape);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const next = suggestion(unknown, known, keys);
  throw new Diagnostic({ kind, where, what: `it has an unknown key "${unknown}"`, next });
}

/** Checks a single key, the others unseen. */
export function checkForm({ kind, where }: Subject, key: string, value: unknown, form: Form): void {
  if (value === undefined && !form.required) return;
  if (form.holds(value)) return;
  const what = value === undefined ? `\`${key}\` is missing` : `\`${key}\` is ${describeValue(value)}`;
  const close = typeof value === "string" ? nearest(value, form.words) : null;
  const hint = close === null ? "" : `Did you mean "${close}"? `;
  throw new Diagnostic({ kind, where, what, next: `${hint}It must be ${form.wanted}.` });
}

function isPlain(value: Unknown): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
