import type { Arena } from "./arena.ts";
import type { CoreMemory } from "./core-memory.ts";
import type { Sizes } from "./memory-map.ts";
import type { Firing, Observed } from "./recipes.ts";

/** Bytes from a leaf to its first firing. */
const leafHead = 16;

/** Writes leaves into the core's memory; see core/trie.ts for their form. */
export class LeafWriter {
  private readonly memory: CoreMemory;
  private readonly arena: Arena;
  private readonly sizes: Sizes;
  /** Leaves without firings, by their answer: they are the same everywhere. */
  private readonly bare = new Map<number, number>();

  constructor(memory: CoreMemory, arena: Arena, sizes: Sizes) {
    this.memory = memory;
    this.arena = arena;
    this.sizes = sizes;
  }

  /** The address of a leaf. */
  write({ answer, firings }: Pick<Observed, "answer" | "firings">): number {
    if (firings.length === 0) return this.answer(answer);
    const leaf = this.arena.take(leafHead + firings.length * this.sizes.firing);
    this.memory.view()[leaf >>> 2] = firings.length;
    firings.forEach((firing, index) => this.firing(leaf + leafHead + index * this.sizes.firing, firing));
    return leaf;
  }

  /** A leaf that only says something. */
  answer(answer: number): number {
    let leaf = this.bare.get(answer);
    if (leaf === undefined) {
      leaf = this.arena.take(leafHead);
      this.memory.view()[leaf >>> 2] = answer;
      this.bare.set(answer, leaf);
    }
    return leaf;
  }

  private firing(address: number, { instance, writes }: Firing): void {
    const view = this.memory.view();
    view[address >>> 2] = instance;
    const first = (address + this.sizes.firingHead) >>> 2;
    for (let vector = 0; vector < this.sizes.vectors; vector++) {
      view.fill(-1, first + vector * 8, first + vector * 8 + 4);
    }
    for (const { word, mask, bits } of writes) {
      const at = first + (word >>> 2) * 8 + (word & 3);
      view[at]! &= ~mask;
      view[at + 4]! |= bits;
    }
  }
}
