/** A growing list of 32-bit integers, without an object per element. */
export class IntList {
  private items: Int32Array;
  private used = 0;

  constructor(capacity = 1024) {
    this.items = new Int32Array(capacity);
  }

  get length(): number {
    return this.used;
  }

  at(index: number): number {
    return this.items[index]!;
  }

  /** A copy of the elements `from` (included) to `to` (excluded). */
  slice(from: number, to: number): Int32Array {
    return this.items.slice(from, to);
  }

  push(value: number): void {
    if (this.used === this.items.length) this.grow();
    this.items[this.used++] = value;
  }

  /** Writes at an index up to `length`: a stack that keeps its own height pushes with it. */
  put(index: number, value: number): void {
    if (index === this.used) this.push(value);
    else this.items[index] = value;
  }

  private grow(): void {
    const grown = new Int32Array(this.items.length * 2);
    grown.set(this.items);
    this.items = grown;
  }
}
