import { at } from "../../schema/access.ts";
import type { Layout, SlotInfo } from "../../schema/layout.ts";
import type { Observer } from "../../schema/observer.ts";

/** At most this many bits of a slot are asked for by one node of a trie: a node has a child per value. */
const widest = 8;

/** Some adjacent bits of a packed row: `(row[word] >>> shift) & mask`. */
export interface Window {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

/** What they held: a step of the path that a run took. */
export interface Read extends Window {
  readonly value: number;
}

/**
 * What recipes looked at and set while they ran on one state. Bits that a recipe set itself are not looked at: they are
 * the same wherever it takes this path. Several recipes may run in turn, each on the same state: what one has looked
 * at is known to the next.
 */
export class Observation implements Observer {
  /** In the order of the first look. */
  readonly path: Read[] = [];
  private readonly layout: Layout;
  private readonly valid: Int32Array;
  /** The state that is run on. */
  private readonly before: Int32Array;
  private readonly known: Int32Array;
  private readonly written: Int32Array;
  /** The slots that have known bits, and those that have written ones. */
  private looked: number[] = [];
  private touched: number[] = [];

  constructor(layout: Layout) {
    this.layout = layout;
    this.valid = Int32Array.from(layout.slots, ({ mask }) => mask);
    this.before = new Int32Array(layout.slots.length);
    this.known = new Int32Array(layout.slots.length);
    this.written = new Int32Array(layout.slots.length);
  }

  /** Starts over, on a state. */
  begin(slots: Int32Array): void {
    this.before.set(slots);
    for (const slot of this.looked) this.known[slot] = 0;
    this.looked = [];
    this.path.length = 0;
    this.next();
  }

  /** Looks at bits before any recipe does: those of a window of the row, whatever slots they belong to. */
  lookThrough({ word, shift, mask }: Window): void {
    let value = 0;
    this.layout.slots.forEach((slot, index) => {
      const bits = overlap(slot, { word, shift, mask });
      if (bits === 0) return;
      this.know(index, bits);
      value |= ((this.before[index]! & bits) << slot.shift) >>> shift;
    });
    this.path.push({ word, shift, mask, value });
  }

  /** The next recipe starts, on the same state. */
  next(): void {
    for (const slot of this.touched) this.written[slot] = 0;
    this.touched = [];
  }

  read(slot: number, bits: number): void {
    const unknown = bits & this.valid[slot]! & ~(this.known[slot]! | this.written[slot]!);
    if (unknown === 0) return;
    this.know(slot, unknown);
    const { word, shift: first } = at(this.layout.slots, slot);
    for (let left = unknown; left !== 0;) {
      const shift = 31 - Math.clz32(left & -left);
      const mask = adjacent(left >>> shift);
      this.path.push({ word, shift: first + shift, mask, value: (this.before[slot]! >>> shift) & mask });
      left &= ~(mask << shift);
    }
  }

  private know(slot: number, bits: number): void {
    if (this.known[slot] === 0) this.looked.push(slot);
    this.known[slot]! |= bits;
  }

  write(slot: number, bits: number): void {
    if (this.written[slot] === 0) this.touched.push(slot);
    this.written[slot]! |= bits & this.valid[slot]!;
  }

  /** The slots that any of the recipes has looked at. */
  lookedAt(): readonly number[] {
    return this.looked;
  }

  /** Which bits of such a slot. */
  bitsLookedAt(slot: number): number {
    return this.known[slot]!;
  }

  /** The slots that the last recipe set. */
  set(): readonly number[] {
    return this.touched;
  }

  /** Which bits of such a slot, but for those known to hold what it set already: `now` is what it left. */
  bitsSet(slot: number, now: number): number {
    const asBefore = this.known[slot]! & ~(this.before[slot]! ^ now);
    return this.written[slot]! & ~asBefore;
  }
}

/** The bits of a slot that a window shows. */
function overlap(slot: SlotInfo, { word, shift, mask }: Window): number {
  if (slot.word !== word || slot.bits === 0) return 0;
  const shown = shift >= slot.shift ? mask << (shift - slot.shift) : mask >>> (slot.shift - shift);
  return shown & slot.mask;
}

/** The lowest bits that are set without a gap, as far as one node goes. */
function adjacent(bits: number): number {
  let mask = 1;
  for (let width = 1; width < widest && (bits & (mask + 1)) !== 0; width++) mask = mask * 2 + 1;
  return mask;
}
