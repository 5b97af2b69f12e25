import type { Arena } from "./arena.ts";
import type { CoreMemory } from "./core-memory.ts";
import type { Read } from "./observation.ts";

/** The child that no row was observed to take; see core/trie.ts for the form of a trie. */
export const unknown = 1;
/** The answer of a leaf that says: no trie here, ask the host. */
export const unobservedAnswer = -1;

/** What a path does not fit: the recipe asked for something else where it had seen the same before. */
export type Misfit = "other read";

/** Adds paths to the tries in the core's memory. */
export class TrieWriter {
  private readonly memory: CoreMemory;
  private readonly arena: Arena;

  constructor(memory: CoreMemory, arena: Arena) {
    this.memory = memory;
    this.arena = arena;
  }

  /**
   * Adds a path that ends in a leaf to the trie whose root is at an address. Nodes are complete before the one link that
   * makes them reachable is written, so that other threads may walk the trie meanwhile.
   */
  insert(root: number, path: readonly Read[], leaf: number): Misfit | null {
    let link = root;
    for (const [depth, read] of path.entries()) {
      const child = this.memory.view()[link >>> 2]!;
      if (child === unknown) return this.link(link, this.chain(path.slice(depth), leaf));
      // A leaf where the run went on to read, or a node that reads something else.
      if ((child & 1) === 1 || this.memory.view()[child >>> 2] !== this.header(read)) return "other read";
      link = (child >>> 0) + 4 + read.value * 4;
    }
    const child = this.memory.view()[link >>> 2]!;
    if (child === unknown) return this.link(link, leaf + 1);
    // A leaf that is there already was added meanwhile, for a row that takes the same path.
    return (child & 1) === 1 ? null : "other read";
  }

  private link(link: number, child: number): null {
    Atomics.store(this.memory.view(), link >>> 2, child);
    return null;
  }

  /** Makes the nodes of a path, the last first, and returns the first. */
  private chain(path: readonly Read[], leaf: number): number {
    let child = leaf + 1;
    for (const read of path.toReversed()) child = this.node(read, child);
    return child;
  }

  private node(read: Read, child: number): number {
    const address = this.arena.take(4 + (read.mask + 1) * 4);
    const view = this.memory.view();
    const at = address >>> 2;
    view[at] = this.header(read);
    view.fill(unknown, at + 1, at + 2 + read.mask);
    view[at + 1 + read.value] = child;
    return address;
  }

  private header({ word, shift, mask }: Read): number {
    return (word * 4) | (shift << 14) | (mask << 19);
  }
}
