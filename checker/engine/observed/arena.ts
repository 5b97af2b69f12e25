import type { CoreMemory } from "./core-memory.ts";

const blockBytes = 1 << 16;

/** Small pieces of the core's memory, taken block by block. */
export class Arena {
  private readonly memory: CoreMemory;
  private next = 0;
  private end = 0;

  constructor(memory: CoreMemory) {
    this.memory = memory;
  }

  /** Takes zeroed bytes, at an address that is a multiple of 16. */
  take(bytes: number): number {
    const size = (bytes + 15) & ~15;
    if (this.next + size > this.end) this.refill(size);
    const address = this.next;
    this.next += size;
    return address;
  }

  private refill(size: number): void {
    const block = Math.max(size, blockBytes);
    this.next = this.memory.take(block);
    this.end = this.next + block;
  }
}
