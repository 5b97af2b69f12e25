import { decode, encode } from "./codec.ts";
import type { Place } from "./place.ts";

/** A working row of slots and the journal of what was written to it. */
export class Row {
  readonly slots: Int32Array;
  /** Where compound values are encoded before any of them is written: an error leaves the row as it was. */
  readonly #scratch: Int32Array;
  /** Pairs: a slot, and what it held before. */
  #journal = new Int32Array(64);
  #used = 0;
  #written = false;

  constructor(slots: number) {
    this.slots = new Int32Array(slots);
    this.#scratch = new Int32Array(slots);
  }

  /** The only place where a slot is changed by a recipe. `code` is within the domain: who calls has looked. */
  write(slot: number, code: number): void {
    this.#written = true;
    const before = this.slots[slot]!;
    // Codes above 2^31 are kept as negative numbers.
    if (before === (code | 0)) return;
    if (this.#used === this.#journal.length) this.#grow();
    this.#journal[this.#used++] = slot;
    this.#journal[this.#used++] = before;
    this.slots[slot] = code;
  }

  /** Writes a plain value, or what a view shows, to a place. */
  assign(place: Place, value: unknown): void {
    encode(place, value, this.#scratch);
    this.#written = true;
    const end = place.slot + place.slots;
    for (let slot = place.slot; slot < end; slot++) this.write(slot, this.#scratch[slot]!);
  }

  /** A plain copy of what is at a place. */
  plain(place: Place): unknown {
    return decode(place, this.slots);
  }

  load(slots: Int32Array): void {
    this.slots.set(slots);
    this.#used = 0;
    this.#written = false;
  }

  written(): boolean {
    return this.#written;
  }

  undo(): void {
    const journal = this.#journal;
    for (let at = this.#used - 2; at >= 0; at -= 2) this.slots[journal[at]!] = journal[at + 1]!;
    this.#used = 0;
    this.#written = false;
  }

  #grow(): void {
    const larger = new Int32Array(this.#journal.length * 2);
    larger.set(this.#journal);
    this.#journal = larger;
  }
}
