import { maskBit, maskSlot } from "./codec.ts";
import type { Scalar } from "./coder.ts";
import { DomainError } from "./domain-error.ts";
import { FiniteSet } from "./finite-set.ts";
import type { SetPlace } from "./place.ts";
import type { Row } from "./row.ts";

/** The accessors of a set: a `FiniteSet` whose items are bits of the row. */
export class SetView extends FiniteSet<Scalar> {
  readonly #place: SetPlace;
  readonly #row: Row;

  constructor(place: SetPlace, row: Row) {
    super();
    this.#place = place;
    this.#row = row;
  }

  override get size(): number {
    const { slot, slots } = this.#place;
    let size = 0;
    for (let at = slot; at < slot + slots; at++) {
      for (let mask = this.#row.read(at); mask !== 0; mask &= mask - 1) size++;
    }
    return size;
  }

  override has(value: Scalar): boolean {
    const code = this.#place.coder.encode(value);
    return code >= 0 && this.#holds(this.#place.bitOf[code]!);
  }

  override add(value: Scalar): this {
    const place = this.#place;
    const code = place.coder.encode(value);
    if (code < 0) throw new DomainError(place.path, FiniteSet.of(...this, value), place.domain);
    const bit = place.bitOf[code]!;
    this.#row.writeBit(maskSlot(place, bit), maskBit(bit), true);
    return this;
  }

  override delete(value: Scalar): boolean {
    const place = this.#place;
    if (!this.has(value)) return false;
    const bit = place.bitOf[place.coder.encode(value)]!;
    this.#row.writeBit(maskSlot(place, bit), maskBit(bit), false);
    return true;
  }

  override clear(): void {
    const { slot, slots } = this.#place;
    for (let at = slot; at < slot + slots; at++) this.#row.write(at, 0);
  }

  override [Symbol.iterator](): IterableIterator<Scalar> {
    // A copy: the members at the time of the call, as with a plain `FiniteSet`.
    return this.#place.values.filter((_, bit) => this.#holds(bit))[Symbol.iterator]();
  }

  #holds(bit: number): boolean {
    return this.#row.has(maskSlot(this.#place, bit), maskBit(bit));
  }
}
