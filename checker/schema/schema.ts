import { Diagnostic } from "../diagnostic.ts";
import type { Change } from "../result.ts";
import { decode, encode } from "./codec.ts";
import { checkChanged } from "./conform.ts";
import { diff } from "./diff.ts";
import type { Domain, Infer } from "./domain.ts";
import { Accessors } from "./flyweight.ts";
import { toJson } from "./json.ts";
import { keyOf } from "./key.ts";
import { layoutOf } from "./layout.ts";
import type { Layout } from "./layout.ts";
import type { Observer } from "./observer.ts";
import { placesOf } from "./place.ts";
import type { Place } from "./place.ts";
import { print } from "./printer.ts";
import type { Row } from "./row.ts";
import { isSame } from "./same.ts";

/**
 * The finite domain of a model's states and everything that is derived from it.
 *
 * @typeParam S the state type, `Infer` of the domain
 */
export interface Schema<S> {
  readonly domain: Domain;
  /** Where each scalar of a state lives in a packed row. */
  readonly layout: Layout;
  /** Writes a plain state into one 32-bit slot per scalar. Throws `DomainError` on a value outside its domain. */
  encode(state: Readonly<S>, slots: Int32Array): void;
  /** Throws `DomainError` as `encode` does, where `before` is known to be within the domain: looks at what changed only. */
  checkChanged(before: Readonly<S>, after: Readonly<S>): void;
  /** The plain state (objects, arrays, `FiniteSet`, bigint, null) of a row of slots. */
  decode(slots: Int32Array): S;
  /** A canonical text: equal exactly for equal states. Independent of the packed layout, so that engines cross-check. */
  key(state: Readonly<S>): string;
  /** Whether two states have equal keys, without making them. Both must be within the domain. */
  same(one: Readonly<S>, other: Readonly<S>): boolean;
  /** What changed, field by field, in the order of the schema. */
  diff(before: Readonly<S>, after: Readonly<S>): readonly Change[];
  /** One line per scalar or small structure, `path = value`. */
  print(state: Readonly<S>): string;
  /** The state as JSON values: bigint as "0x...", sets and queues as arrays. */
  toJson(state: Readonly<S>): unknown;
  /** Accessors over a working row of slots. */
  flyweight(): Flyweight<S>;
}

/**
 * A working row and the accessors that read and write it. `root` looks like a plain state to a recipe: records have
 * fields, arrays and queues have indices and `length`, sets have `has` and `add`.
 *
 * Where it differs from a draft: a structure belongs to its place. Assigning one copies it, and one that was taken
 * out of a place before another was moved there shows the other: take the head of a queue with `shift`, which gives a
 * copy, and spread what is to outlive an assignment to its place.
 */
export interface Flyweight<S> {
  readonly root: S;
  /** The current values, one 32-bit slot per scalar. */
  readonly slots: Int32Array;
  /** Replaces the working row and forgets the journal. */
  load(slots: Int32Array): void;
  /** Whether anything was written since the last `load` or `undo` (even with the same value). */
  written(): boolean;
  /** Takes back every write since the last `load` or `undo`. */
  undo(): void;
  /** Who is told from now on of every read and write; null for nobody. */
  watch(observer: Observer | null): void;
}

/** Makes the schema of a domain: `const schema = schemaOf(record({ pc: int(0, 3) }))`. */
export function schemaOf<D extends Domain>(domain: D): Schema<Infer<D>> {
  return new PlacedSchema<Infer<D>>(domain);
}

class PlacedSchema<S> implements Schema<S> {
  readonly domain: Domain;
  readonly layout: Layout;
  readonly #root: Place;

  constructor(domain: Domain) {
    this.domain = domain;
    this.#root = placesOf(domain);
    this.layout = layoutOf(this.#root);
  }

  encode(state: Readonly<S>, slots: Int32Array): void {
    encode(this.#root, state, slots);
  }

  checkChanged(before: Readonly<S>, after: Readonly<S>): void {
    checkChanged(this.#root, before, after);
  }

  decode(slots: Int32Array): S {
    return stateOf<S>(decode(this.#root, slots));
  }

  key(state: Readonly<S>): string {
    return keyOf(this.#root, state);
  }

  same(one: Readonly<S>, other: Readonly<S>): boolean {
    return isSame(this.#root, one, other);
  }

  diff(before: Readonly<S>, after: Readonly<S>): readonly Change[] {
    return diff(this.#root, before, after);
  }

  print(state: Readonly<S>): string {
    return print(this.#root, state);
  }

  toJson(state: Readonly<S>): unknown {
    return toJson(this.#root, state);
  }

  flyweight(): Flyweight<S> {
    return new RowFlyweight<S>(this.#root);
  }
}

class RowFlyweight<S> implements Flyweight<S> {
  readonly root: S;
  readonly slots: Int32Array;
  readonly #row: Row;

  constructor(place: Place) {
    if (place.kind !== "record" && place.kind !== "array") {
      throw new Diagnostic({
        kind: "domain",
        what: `a state is a record or an array, not ${place.domain.kind}`,
      });
    }
    const { root, row } = new Accessors(place);
    this.root = stateOf<S>(root.get());
    this.slots = row.slots;
    this.#row = row;
  }

  load(slots: Int32Array): void {
    this.#row.load(slots);
  }

  written(): boolean {
    return this.#row.written();
  }

  undo(): void {
    this.#row.undo();
  }

  watch(observer: Observer | null): void {
    this.#row.observer = observer;
  }
}

/**
 * Where the values of a domain get the type inferred from it. Inside, values are `unknown` and looked at with the
 * domain in hand, which TypeScript cannot follow; the property tests do.
 */
function stateOf<S>(value: unknown): S {
  return value as S;
}
