import { DomainError } from "./domain-error.ts";
import { ListView } from "./list-view.ts";
import type { Element } from "./list-view.ts";
import type { QueuePlace } from "./place.ts";
import type { Row } from "./row.ts";

/**
 * The accessors of a queue. An element belongs to its position: what `queue[0]` gave shows the next element after a
 * `shift`, while what `shift` itself gives is a copy.
 */
export class QueueView extends ListView {
  readonly #place: QueuePlace;
  readonly #row: Row;

  constructor(place: QueuePlace, row: Row, elements: readonly Element[]) {
    super(place, row, elements);
    this.#place = place;
    this.#row = row;
  }

  get length(): number {
    return this.#row.read(this.#place.slot);
  }

  /** Drops elements at the end, as `queue.length = 0` does with an array. */
  set length(length: number) {
    if (!Number.isInteger(length) || length < 0 || length > this.length) {
      throw new DomainError(`${this.place.path}.length`, length, `0..${this.length}`);
    }
    const { slot, items } = this.#place;
    for (let index = length; index < this.length; index++) {
      const item = items[index];
      if (item !== undefined) this.#clear(item.slot, item.slots);
    }
    this.#row.write(slot, length);
  }

  override set(index: number, value: unknown): void {
    // As with an array, `queue[queue.length] = x` appends.
    if (index === this.length) this.push(value);
    else super.set(index, value);
  }

  push(...values: readonly unknown[]): number {
    const length = this.length;
    if (length + values.length > this.elements.length) {
      throw new DomainError(this.place.path, [...this, ...values], this.place.domain);
    }
    for (const [index, value] of values.entries()) {
      // The length first, so that what the element is checked against is the element itself.
      this.elements[length + index]?.set(value);
      this.#row.write(this.#place.slot, length + index + 1);
    }
    return length + values.length;
  }

  /** Takes the first element off, as a copy; undefined when there is none. */
  shift(): unknown {
    const length = this.length;
    const [first] = this.#place.items;
    if (length === 0 || first === undefined) return undefined;
    const head = this.#row.plain(first);
    const row = this.#row;
    // All elements have one domain, and so the same slots: they move as they are.
    const kept = first.slot + (length - 1) * first.slots;
    for (let slot = first.slot; slot < kept; slot++) row.write(slot, row.read(slot + first.slots));
    this.#clear(kept, first.slots);
    row.write(this.#place.slot, length - 1);
    return head;
  }

  #clear(slot: number, slots: number): void {
    for (let cleared = slot; cleared < slot + slots; cleared++) this.#row.write(cleared, 0);
  }
}
