import type { Layout } from "../../schema/layout.ts";
import type { Observer } from "../../schema/observer.ts";

/** At most this many bits are asked for by one node of a trie: a node has a child per value. */
const widest = 8;

/** Some adjacent bits of a slot, and what they held: a step of the path that a run took. */
export interface Read {
  readonly slot: number;
  readonly shift: number;
  readonly mask: number;
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
  private readonly valid: Int32Array;
  /** The state that is run on. */
  private readonly before: Int32Array;
  private readonly known: Int32Array;
  private readonly written: Int32Array;
  /** The slots that have known bits, and those that have written ones. */
  private looked: number[] = [];
  private touched: number[] = [];

  constructor(layout: Layout) {
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

  /** The next recipe starts, on the same state. */
  next(): void {
    for (const slot of this.touched) this.written[slot] = 0;
    this.touched = [];
  }

  read(slot: number, bits: number): void {
    const unknown = bits & this.valid[slot]! & ~(this.known[slot]! | this.written[slot]!);
    if (unknown === 0) return;
    if (this.known[slot] === 0) this.looked.push(slot);
    this.known[slot]! |= unknown;
    for (let left = unknown; left !== 0;) {
      const shift = 31 - Math.clz32(left & -left);
      const mask = adjacent(left >>> shift);
      this.path.push({ slot, shift, mask, value: (this.before[slot]! >>> shift) & mask });
      left &= ~(mask << shift);
    }
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

/** The lowest bits that are set without a gap, as far as one node goes. */
function adjacent(bits: number): number {
  let mask = 1;
  for (let width = 1; width < widest && (bits & (mask + 1)) !== 0; width++) mask = mask * 2 + 1;
  return mask;
}
