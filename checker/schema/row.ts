import { decode, encode } from "./codec.ts";
import { wholeSlot } from "./observer.ts";
import type { Observer } from "./observer.ts";
import type { Place } from "./place.ts";

/** A working row of slots and the journal of what was written to it. */
export class Row {
  readonly slots: Int32Array;
  /** Who is told of every read and write; null while nobody watches. */
  observer: Observer | null = null;
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

  /** The value of a slot that a recipe asks for. */
  read(slot: number): number {
    if (this.observer !== null) this.observer.read(slot, wholeSlot);
    return this.slots[slot]!;
  }

  /** Whether a slot has a bit that a recipe asks for. */
  has(slot: number, bit: number): boolean {
    if (this.observer !== null) this.observer.read(slot, bit);
    return (this.slots[slot]! & bit) !== 0;
  }

  /** Sets a slot. `code` is within the domain: who calls has looked. */
  write(slot: number, code: number): void {
    this.#change(slot, code);
    if (this.observer !== null) this.observer.write(slot, wholeSlot);
  }

  /** Sets a bit of a slot, or clears it. */
  writeBit(slot: number, bit: number, value: boolean): void {
    this.#change(slot, value ? this.slots[slot]! | bit : this.slots[slot]! & ~bit);
    if (this.observer !== null) this.observer.write(slot, bit);
  }

  /** The only place where a slot is changed by a recipe. */
  #change(slot: number, code: number): void {
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
    if (this.observer !== null) this.#note(place, this.observer);
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

  /** Tells of the slots that the value of a place depends on. */
  #note(place: Place, observer: Observer): void {
    switch (place.kind) {
      case "maybe":
        observer.read(place.slot, wholeSlot);
        if (this.slots[place.slot] !== 0) this.#note(place.of, observer);
        return;
      case "queue":
        observer.read(place.slot, wholeSlot);
        for (const item of place.items.slice(0, this.slots[place.slot])) this.#note(item, observer);
        return;
      default:
        for (let slot = place.slot; slot < place.slot + place.slots; slot++) observer.read(slot, wholeSlot);
    }
  }

  #grow(): void {
    const larger = new Int32Array(this.#journal.length * 2);
    larger.set(this.#journal);
    this.#journal = larger;
  }
}
