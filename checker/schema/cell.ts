import { DomainError } from "./domain-error.ts";
import type { Scalar } from "./coder.ts";
import type { Place } from "./place.ts";
import type { Row } from "./row.ts";

// Small integers, so that the switch of `get` is a jump and `get` stays small enough to be inlined.
const isInt = 0;
const isNullableInt = 1;
const isTable = 2;
const isView = 3;
const isOptionalView = 4;
const isOther = 5;

/**
 * What a field or an element reads and writes. All cells are of this one class and all fields go through it, so that
 * the code of a rule meets the same hidden classes whatever the schema, which is what lets it be inlined.
 */
export class Cell {
  readonly #kind: number;
  readonly #slot: number;
  readonly #lo: number;
  readonly #table: readonly Scalar[];
  readonly #view: unknown;
  readonly #row: Row;
  readonly #place: Place;

  /** @param view the accessors of a structure, or null for a scalar */
  constructor(row: Row, place: Place, view: object | null) {
    this.#kind = kindOf(place, view);
    this.#slot = place.slot;
    this.#lo = place.kind === "leaf" ? place.coder.lo : 0;
    this.#table = place.kind === "leaf" ? (place.coder.table ?? []) : [];
    this.#view = view;
    this.#row = row;
    this.#place = place;
  }

  get(): unknown {
    switch (this.#kind) {
      case isInt:
        return (this.#row.read(this.#slot) + this.#lo) | 0;
      case isTable:
        return this.#table[this.#row.read(this.#slot)];
      case isView:
        return this.#view;
      case isOptionalView:
        return this.#row.read(this.#slot) === 0 ? null : this.#view;
      case isNullableInt: {
        const code = this.#row.read(this.#slot);
        return code === 0 ? null : (code + this.#lo) | 0;
      }
      default:
        return this.#row.plain(this.#place);
    }
  }

  set(value: unknown): void {
    const place = this.#place;
    if (place.kind !== "leaf") {
      this.#row.assign(place, value);
      return;
    }
    const code = place.coder.encode(value);
    if (code < 0) throw new DomainError(place.path, value, place.domain);
    this.#row.write(this.#slot, code);
  }
}

function kindOf(place: Place, view: object | null): number {
  if (view !== null) return place.kind === "maybe" ? isOptionalView : isView;
  if (place.kind !== "leaf") return isOther;
  if (place.coder.table !== null) return isTable;
  return place.domain.kind === "int" ? isInt : isNullableInt;
}
