import type { Core } from "./core-module.ts";
import type { CoreMemory } from "./core-memory.ts";
import { OutOfMemory } from "./out-of-memory.ts";
import type { StoreMode } from "../engine.ts";
import type { Unused } from "./worker-pool.ts";

/** Rows of a chunk: see core/rows.ts. */
const chunkBits = 14;
const chunkStates = 1 << chunkBits;
/** Parents are signed: a negative one says which initial state it is. */
const mostStates = 2 ** 31 - 1;
/** A table fuller than this over 8 is moved to twice the room. */
const fullness = 6;
const firstSlots = 1 << 10;

/** The stored rows and the visited table in the core's memory: where they are, and room for more. */
export class RowStore {
  private readonly core: Core;
  private readonly memory: CoreMemory;
  /** Bytes of a packed row, and what is kept of it for good. */
  private readonly rowBytes: number;
  private readonly keptBytes: number;
  private readonly compact: boolean;
  private readonly margin: number;
  /** The shared count of stored states, with those whose numbers are reserved while threads expand. */
  private readonly counter: number;
  private directory: number;
  private directorySize = 64;
  private readonly chunks: number[] = [];
  /** Of a compact store, the rows that were not expanded yet: chunk by chunk, null for those given back. */
  private frontier = 0;
  private readonly fresh: (number | null)[] = [];
  private table: number;
  private slots = firstSlots;

  /**
   * @param words of a row
   * @param margin numbers to keep free before a state is expanded
   * @param mode "compact": of an expanded state, a fingerprint is kept
   */
  constructor(core: Core, memory: CoreMemory, words: number, margin: number, mode: StoreMode) {
    this.core = core;
    this.memory = memory;
    this.rowBytes = words * 4;
    this.compact = mode === "compact";
    this.keptBytes = this.compact ? 4 : this.rowBytes;
    this.margin = margin;
    this.counter = memory.take(16, true);
    this.directory = memory.take(this.directorySize * 4, true);
    if (this.compact) this.frontier = memory.take(this.directorySize * 4, true);
    this.table = memory.take(this.slots * 8, true);
    this.makeRoom();
  }

  get size(): number {
    return Atomics.load(this.memory.view(), this.counter >>> 2) >>> 0;
  }

  /** Bytes of stored rows, their predecessors and the table. */
  bytes(): number {
    const fresh = this.fresh.filter((chunk) => chunk !== null).length * chunkStates * this.rowBytes;
    return this.size * (this.keptBytes + 4) + this.slots * 8 + fresh;
  }

  /** Where the core keeps a row. */
  address(state: number): number {
    return this.row(state) * 4;
  }

  /** How many rows lie one behind the other from a state's on. */
  run(state: number): number {
    return Math.min(this.size, (state | (chunkStates - 1)) + 1) - state;
  }

  /** Whether the row of a stored state is still there. */
  has(state: number): boolean {
    return !this.compact || typeof this.fresh[state >>> chunkBits] === "number";
  }

  /** Gives back the rows that nobody will expand any more: those of states below `expanded`. */
  release(expanded: number): void {
    const end = Math.min(this.fresh.length, expanded >>> chunkBits);
    for (let index = end - 1; index >= 0; index--) {
      const chunk = this.fresh[index];
      if (typeof chunk !== "number") return;
      this.memory.giveBack(chunk, chunkStates * this.rowBytes);
      this.fresh[index] = null;
    }
  }

  /** The first word of a stored row. */
  row(state: number): number {
    const chunk = (this.compact ? this.fresh : this.chunks)[state >>> chunkBits];
    if (state >= this.size || typeof chunk !== "number") throw new RangeError(`state ${state} is not stored`);
    return (chunk + (state & (chunkStates - 1)) * this.rowBytes) / 4;
  }

  /** The number of the state that a state was reached from; of initial state number k, -1 - k. */
  parent(state: number): number {
    const chunk = this.chunks[state >>> chunkBits];
    if (state >= this.size || chunk === undefined) throw new RangeError(`state ${state} is not stored`);
    const address = chunk + chunkStates * this.keptBytes + (state & (chunkStates - 1)) * 4;
    return this.memory.view()[address / 4]!;
  }

  /**
   * Makes room for what one expansion of some threads may bring, and where it can for more. @throws OutOfMemory
   *
   * @param threads how many expand at once
   */
  makeRoom(threads = 1): void {
    const margin = this.margin * threads;
    this.grow(this.size + margin + 1);
    try {
      this.grow(this.size + margin + (this.size >>> 3));
    } catch (thrown) {
      if (!(thrown instanceof OutOfMemory)) throw thrown;
    }
    const limit = Math.min(mostStates, this.chunks.length * chunkStates, (this.slots * fullness) >>> 3);
    this.core.set({
      chunks: this.directory,
      rowStride: this.keptBytes,
      compact: this.compact ? 1 : 0,
      frontier: this.frontier,
      table: this.table,
      tableShift: 32 - Math.log2(this.slots),
      stored: this.counter,
      limit,
      margin,
    });
  }

  /**
   * Gives back the numbers that were reserved and not used: states with the highest numbers take their places.
   *
   * @param others what other threads reserved in vain
   * @returns the states that have another number now, from old to new
   */
  settle(others: readonly Unused[] = []): ReadonlyMap<number, number> {
    const own = { from: this.core.unusedBegin(), to: this.core.unusedEnd() };
    this.core.forgetReserved();
    if (others.length === 0 && (own.from === own.to || own.to === this.size)) {
      // Of one thread they are the last ones; not always where another has used up all of its own.
      Atomics.sub(this.memory.view(), this.counter >>> 2, own.to - own.from);
      return new Map();
    }
    const empty = new Set([own, ...others].flatMap(numbersIn));
    const size = this.size - empty.size;
    const moved = new Map<number, number>();
    let last = this.size - 1;
    for (const place of [...empty].filter((number) => number < size)) {
      while (empty.has(last)) last--;
      this.core.renumber(last, place);
      moved.set(last--, place);
    }
    Atomics.store(this.memory.view(), this.counter >>> 2, size);
    return moved;
  }

  private grow(states: number): void {
    while (this.chunks.length * chunkStates < states) this.addChunk();
    while (this.slots * fullness < states * 8) this.growTable();
  }

  private addChunk(): void {
    if (this.chunks.length === this.directorySize) this.growDirectories();
    const chunk = this.memory.take(chunkStates * (this.keptBytes + 4), true);
    this.chunks.push(chunk);
    this.memory.view()[this.directory / 4 + this.chunks.length - 1] = chunk;
    if (!this.compact) return;
    const fresh = this.memory.take(chunkStates * this.rowBytes, true);
    this.fresh.push(fresh);
    this.memory.view()[this.frontier / 4 + this.fresh.length - 1] = fresh;
  }

  private growDirectories(): void {
    this.directory = this.larger(this.directory);
    if (this.compact) this.frontier = this.larger(this.frontier);
    this.directorySize *= 2;
  }

  private larger(directory: number): number {
    const larger = this.memory.take(this.directorySize * 8, true);
    this.memory.view().copyWithin(larger / 4, directory / 4, directory / 4 + this.directorySize);
    this.memory.giveBack(directory, this.directorySize * 4);
    return larger;
  }

  private growTable(): void {
    const larger = this.memory.take(this.slots * 16, true);
    this.core.set({ table: this.table, tableShift: 32 - Math.log2(this.slots) });
    this.core.growTo(larger);
    this.memory.giveBack(this.table, this.slots * 8);
    this.table = larger;
    this.slots *= 2;
  }
}

function numbersIn({ from, to }: Unused): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
