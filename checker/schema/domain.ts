import type { FiniteSet } from "./finite-set.ts";

/**
 * Finite domains as values: from one of these come the TypeScript type of a state (`Infer`), its packed layout, its
 * accessors, its codec, its diff and its printer.
 */
export type Domain =
  | IntDomain
  | BoolDomain
  | OneOfDomain<string>
  | Word64Domain
  | OptionDomain<Domain>
  | SetDomain<Domain>
  | QueueDomain<Domain>
  | ArrayDomain<Domain>
  | RecordDomain<Fields>;

/** A domain whose value is one thing, not a structure: what a `setOf` may hold. */
export type ScalarDomain = IntDomain | BoolDomain | OneOfDomain<string> | Word64Domain;

/** The fields of a record by name. */
export type Fields = Readonly<Record<string, Domain>>;

/** Integers `lo..hi`, both included. `lo === hi` takes no space. */
export interface IntDomain {
  readonly kind: "int";
  readonly lo: number;
  readonly hi: number;
  /** What the integers number, where those are interchangeable; see `elementOf`. */
  readonly sort?: Scalarset;
}

/**
 * Things that may be exchanged for each other without a difference to anything: PEs, pages, frames, devices. Numbered
 * from 0; the values of the domain `elementOf(sort)`, the indices of an array `arrayBy(sort, of)`, and the parameters
 * that `Rule.sorts` says. (Ip and Dill, "Better Verification Through Symmetry", 1996.)
 */
export interface Scalarset {
  readonly kind: "scalarset";
  /** In the singular, for messages: "page" makes page0, page1 ... */
  readonly name: string;
  readonly size: number;
}

export interface BoolDomain {
  readonly kind: "bool";
}

/** One of a few names. */
export interface OneOfDomain<N extends string> {
  readonly kind: "oneOf";
  readonly names: readonly N[];
}

/**
 * A 64-bit word, as a bigint. With `among`, one of the words listed: it packs as an index into that list, and rules
 * do not notice.
 */
export interface Word64Domain {
  readonly kind: "word64";
  readonly among: readonly bigint[] | null;
  /** What the words of `among` are called where a state is shown. */
  readonly names?: readonly string[];
}

/** `null` or a value. */
export interface OptionDomain<D extends Domain> {
  readonly kind: "option";
  readonly of: D;
}

/** A set of values of a scalar domain with at most 1024 values. Iterates in the order of its values, see `FiniteSet`. */
export interface SetDomain<D extends Domain> {
  readonly kind: "setOf";
  readonly of: D;
}

/** First in, first out, at most `capacity` elements; a push beyond it is a domain error. */
export interface QueueDomain<D extends Domain> {
  readonly kind: "queue";
  readonly capacity: number;
  readonly of: D;
}

/** A fixed number of elements. Each index has its own domain, so that elements may differ in what they can hold. */
export interface ArrayDomain<D extends Domain> {
  readonly kind: "array";
  readonly items: readonly D[];
  /** What the elements belong to, where those are interchangeable; see `arrayBy`. */
  readonly index?: Scalarset;
  /** What the indices are called where a state is shown: `memory[pte(slot0)]` for `memory[0]`. */
  readonly names?: readonly string[];
}

export interface RecordDomain<F extends Fields> {
  readonly kind: "record";
  readonly fields: F;
}

/** The TypeScript type of a domain's values, as a recipe sees them (mutable). */
export type Infer<D extends Domain> =
  D extends RecordDomain<infer F>
    ? { -readonly [K in keyof F]: Infer<F[K]> }
    : D extends ArrayDomain<infer E>
      ? Infer<E>[]
      : D extends QueueDomain<infer E>
        ? Infer<E>[]
        : D extends SetDomain<infer E>
          ? FiniteSet<Infer<E>>
          : D extends OptionDomain<infer E>
            ? Infer<E> | null
            : D extends OneOfDomain<infer N>
              ? N
              : D extends IntDomain
                ? number
                : D extends BoolDomain
                  ? boolean
                  : D extends Word64Domain
                    ? bigint
                    : never;
