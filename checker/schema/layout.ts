import { maskBits } from "./place.ts";
import type { Place } from "./place.ts";

/** Where one scalar of a state lives in a packed row. */
export interface SlotInfo {
  /** The field it belongs to. A queue's length, an option's presence and a set's masks have the path of the whole. */
  readonly path: string;
  /** How many values it can have, 0 .. size-1: up to 2^32, then as a signed number. */
  readonly size: number;
  /** Bits in the row; 0 for a slot with one value, which takes no space. */
  readonly bits: number;
  /** The word of the row. */
  readonly word: number;
  /** `(row[word] >>> shift) & mask` is the slot. */
  readonly shift: number;
  readonly mask: number;
}

/** How a state's slots are packed into a row of 32-bit words. */
export interface Layout {
  readonly slots: readonly SlotInfo[];
  /** Words of a row, at least 1. */
  readonly words: number;
  /** Packs `slots` into `row`, from word `at` on. */
  pack(slots: Int32Array, row: Int32Array, at: number): void;
  /** The inverse of `pack`. */
  unpack(row: Int32Array, at: number, slots: Int32Array): void;
}

/** The layout of a state: every slot in the first word that still has room for it, whole. */
export function layoutOf(root: Place): Layout {
  const used: number[] = [0];
  const slots = [...slotsOf(root)].map(({ path, size }): SlotInfo => {
    const bits = size <= 1 ? 0 : 32 - Math.clz32(size - 1);
    if (bits === 0) return { path, size, bits, word: 0, shift: 0, mask: 0 };
    let word = used.findIndex((taken) => taken + bits <= 32);
    if (word < 0) word = used.push(0) - 1;
    const shift = used[word] ?? 0;
    used[word] = shift + bits;
    return { path, size, bits, word, shift, mask: bits === 32 ? -1 : 2 ** bits - 1 };
  });
  return new PackedLayout(slots, used.length);
}

type Slot = Pick<SlotInfo, "path" | "size">;

function* slotsOf(place: Place): Generator<Slot> {
  const { path } = place;
  switch (place.kind) {
    case "leaf":
      yield { path, size: place.coder.size };
      return;
    case "wide":
      yield { path, size: 2 ** 32 };
      yield { path, size: 2 ** 32 };
      return;
    case "maybe":
      yield { path, size: 2 };
      yield* slotsOf(place.of);
      return;
    case "set":
      for (let left = place.values.length; left > 0; left -= maskBits) {
        yield { path, size: 2 ** Math.min(left, maskBits) };
      }
      return;
    case "queue":
      yield { path, size: place.items.length + 1 };
      for (const item of place.items) yield* slotsOf(item);
      return;
    case "array":
      for (const item of place.items) yield* slotsOf(item);
      return;
    case "record":
      for (const field of place.fields) yield* slotsOf(field);
  }
}

class PackedLayout implements Layout {
  readonly slots: readonly SlotInfo[];
  readonly words: number;
  readonly #word: Int32Array;
  readonly #shift: Int32Array;
  readonly #mask: Int32Array;

  constructor(slots: readonly SlotInfo[], words: number) {
    this.slots = slots;
    this.words = words;
    this.#word = Int32Array.from(slots, ({ word }) => word);
    this.#shift = Int32Array.from(slots, ({ shift }) => shift);
    this.#mask = Int32Array.from(slots, ({ mask }) => mask);
  }

  pack(slots: Int32Array, row: Int32Array, at: number): void {
    const word = this.#word;
    const shift = this.#shift;
    for (let w = 0; w < this.words; w++) row[at + w] = 0;
    for (let i = 0; i < word.length; i++) row[at + word[i]!]! |= slots[i]! << shift[i]!;
  }

  unpack(row: Int32Array, at: number, slots: Int32Array): void {
    const word = this.#word;
    const shift = this.#shift;
    const mask = this.#mask;
    for (let i = 0; i < word.length; i++) slots[i] = (row[at + word[i]!]! >>> shift[i]!) & mask[i]!;
  }
}
