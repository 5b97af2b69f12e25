import { Diagnostic } from "../diagnostic.ts";
import type {
  ArrayDomain,
  BoolDomain,
  Domain,
  Fields,
  IntDomain,
  OneOfDomain,
  OptionDomain,
  QueueDomain,
  RecordDomain,
  ScalarDomain,
  SetDomain,
  Word64Domain,
} from "./domain.ts";
import { hex } from "./value-text.ts";

const int32 = { lo: -(2 ** 31), hi: 2 ** 31 - 1 };
const word64Max = 2n ** 64n - 1n;
/** More values than this make a mask too wide to be worth its bits. */
const setLimit = 1024;
/** A field name is part of paths such as `pes[0].pc`, and must not be a number, which would change the order. */
const fieldName = /^[A-Za-z_$][\w$]*$/;

/** Named fields, in this order. */
export function record<const F extends Fields>(fields: F): RecordDomain<F> {
  for (const name of Object.keys(fields)) {
    if (!fieldName.test(name) || name === "__proto__") {
      throw mistake(`record: the field name ${JSON.stringify(name)} is not an identifier`);
    }
  }
  return { kind: "record", fields };
}

/** A fixed number of elements, all of one domain or each of the domain given for its index. `names` are for display. */
export function array<D extends Domain>(
  length: number,
  of: D | ((index: number) => D),
  { names }: { readonly names?: readonly string[] } = {},
): ArrayDomain<D> {
  checkCount("array: the length", length);
  const items = Array.from({ length }, (_, index) => (typeof of === "function" ? of(index) : of));
  return { kind: "array", items, ...displayNames("array", length, names) };
}

/** Integers `lo..hi`, both included. */
export function int(lo: number, hi: number): IntDomain {
  for (const bound of [lo, hi]) {
    if (!Number.isInteger(bound) || bound < int32.lo || bound > int32.hi) {
      throw mistake(`int: the bound ${bound} is not an integer of 32 bits`, "larger values: word64()");
    }
  }
  if (lo > hi) throw mistake(`int: ${lo}..${hi} is empty`);
  // -0 would come back out of the domain's text and values.
  return { kind: "int", lo: lo + 0, hi: hi + 0 };
}

/** 64-bit words, or those listed in `among`; `names` are what those are called where a state is shown. */
export function word64({
  among,
  names,
}: { readonly among?: readonly bigint[]; readonly names?: readonly string[] } = {}): Word64Domain {
  if (among === undefined) {
    if (names !== undefined) throw mistake("word64: names without `among`", "list the words that have them");
    return { kind: "word64", among: null };
  }
  if (among.length === 0) throw mistake("word64: `among` is empty");
  for (const word of among) {
    if (word < 0n || word > word64Max) throw mistake(`word64: ${hex(word)} does not fit into 64 bits`);
  }
  checkDistinct("word64", among, hex);
  return { kind: "word64", among: [...among], ...displayNames("word64", among.length, names) };
}

/** False or true. */
export function bool(): BoolDomain {
  return { kind: "bool" };
}

/** One of a few names. */
export function oneOf<const N extends string>(...names: readonly N[]): OneOfDomain<N> {
  if (names.length === 0) throw mistake("oneOf: no names");
  if (names.some((name) => name === "")) throw mistake("oneOf: an empty name");
  checkDistinct("oneOf", names, (name) => JSON.stringify(name));
  return { kind: "oneOf", names };
}

/** `null` or a value. */
export function option<D extends Domain>(of: D): OptionDomain<D> {
  if (of.kind === "option") throw mistake("option: an option of an option has two meanings of null");
  return { kind: "option", of };
}

/** A set of scalars. */
export function setOf<D extends ScalarDomain>(of: D): SetDomain<D> {
  const size = sizeOf(of);
  if (size > setLimit) {
    throw mistake(
      `setOf: ${Number.isFinite(size) ? `${size} values are` : "a domain of all 64-bit words is"} too many`,
      `at most ${setLimit} values; narrow the domain, or list the words with word64({ among })`,
    );
  }
  return { kind: "setOf", of };
}

/** First in, first out. */
export function queue<D extends Domain>(capacity: number, of: D): QueueDomain<D> {
  checkCount("queue: the capacity", capacity);
  return { kind: "queue", capacity, of };
}

/** How many values a scalar domain has; infinite stands for all 64-bit words. */
function sizeOf(domain: ScalarDomain): number {
  switch (domain.kind) {
    case "int":
      return domain.hi - domain.lo + 1;
    case "bool":
      return 2;
    case "oneOf":
      return domain.names.length;
    case "word64":
      return domain.among === null ? Number.POSITIVE_INFINITY : domain.among.length;
  }
}

/** Names are shown in place of values, so two values must not share one. */
function displayNames(
  what: string,
  count: number,
  names: readonly string[] | undefined,
): { readonly names?: readonly string[] } {
  if (names === undefined) return {};
  if (names.length !== count) throw mistake(`${what}: ${names.length} names for ${count} values`);
  checkDistinct(`${what}: the name`, names, (name) => JSON.stringify(name));
  return { names: [...names] };
}

function checkCount(what: string, count: number): void {
  if (!Number.isInteger(count) || count < 0) throw mistake(`${what} ${count} is not a natural number`);
}

function checkDistinct<T>(what: string, values: readonly T[], text: (value: T) => string): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw mistake(`${what}: ${text(twice)} is listed twice`);
}

function mistake(what: string, next?: string): Diagnostic {
  return new Diagnostic(next === undefined ? { kind: "domain", what } : { kind: "domain", what, next });
}
