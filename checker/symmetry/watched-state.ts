import type { Flyweight, Schema } from "../schema/schema.ts";

/** A working state that tells which of its bits a recipe depends on, and remembers which it writes. */
export class WatchedState<S> {
  readonly root: S;
  readonly slots: Int32Array;
  /** Told of reads of what was not written before. */
  onRead: (slot: number, bits: number) => void = () => {};
  private readonly flyweight: Flyweight<S>;
  private readonly bits: Int32Array;
  /** The load after which `bits` were written. */
  private readonly stamps: Int32Array;
  private stamp = 0;

  constructor(schema: Schema<S>) {
    this.flyweight = schema.flyweight();
    this.root = this.flyweight.root;
    this.slots = this.flyweight.slots;
    this.bits = new Int32Array(this.slots.length);
    this.stamps = new Int32Array(this.slots.length);
    this.flyweight.watch({
      read: (slot, bits) => {
        const unwritten = bits & ~this.written(slot);
        if (unwritten !== 0) this.onRead(slot, unwritten);
      },
      write: (slot, bits) => {
        this.bits[slot] = this.written(slot) | bits;
        this.stamps[slot] = this.stamp;
      },
    });
  }

  load(slots: Int32Array): void {
    this.stamp++;
    this.flyweight.load(slots);
  }

  /** The bits of a slot that were written since `load`. */
  written(slot: number): number {
    return this.stamps[slot] === this.stamp ? this.bits[slot]! : 0;
  }
}
