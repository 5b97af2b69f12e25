import { Diagnostic } from "../../diagnostic.ts";
import { instantiate, type Core } from "./core-module.ts";
import { CoreMemory } from "./core-memory.ts";
import { pendingCapacity, takeMap, takeOwn, type MapOptions, type MemoryMap } from "./memory-map.ts";
import { noHost } from "./no-host.ts";
import { OutOfMemory } from "./out-of-memory.ts";
import type { PackedRow } from "./recipes.ts";
import { RowStore } from "./row-store.ts";
import type { Unused } from "./worker-pool.ts";

/** Rows of another memory that the first one expands at a time. */
const piece = 256;

/** Flags of a pending successor: see core/pending.ts. */
const isAway = 1;
const isNewFrom = 4;

/** A memory that only stores: it has a core of its own to look rows up. */
interface Further {
  readonly core: Core;
  readonly memory: CoreMemory;
  readonly store: RowStore;
  /** The number of its first state. */
  readonly base: number;
  /** Where pending successors of the first memory are copied to. */
  readonly inbox: number;
}

/**
 * The stored states, in one memory as long as they fit, and then in further ones: a memory with 32-bit addresses ends at
 * 4 GiB. Rules, tries and pending successors stay in the first memory; when it is full, the states of all memories are
 * expanded there, and successors that it does not know are looked up in the others and stored in the last.
 */
export class Memories {
  private readonly core: Core;
  private readonly memory: CoreMemory;
  private readonly first: RowStore;
  private readonly options: MapOptions;
  private readonly map: MemoryMap;
  private readonly limit: number;
  private readonly further: Further[] = [];
  private inbox = 0;

  constructor(core: Core, memory: CoreMemory, map: MemoryMap, options: MapOptions, limit: number) {
    this.core = core;
    this.memory = memory;
    this.map = map;
    this.options = options;
    this.limit = limit;
    this.first = new RowStore(core, memory, options.words, map.margin, options.store);
  }

  /** How many memories there are. */
  get count(): number {
    return 1 + this.further.length;
  }

  get size(): number {
    const last = this.further.at(-1);
    return last === undefined ? this.first.size : last.base + last.store.size;
  }

  /** Bytes of stored rows, their predecessors and tables. */
  bytes(): number {
    return this.further.reduce((sum, { store }) => sum + store.bytes(), this.first.bytes());
  }

  /** Whether the row of a stored state is still there. */
  has(state: number): boolean {
    const { store, base } = this.holder(state);
    return store.has(state - base);
  }

  /** Gives back what only expanded states would need. */
  release(expanded: number): void {
    for (const { store, base } of this.all()) if (expanded > base) store.release(expanded - base);
  }

  row(state: number): PackedRow {
    const { store, memory, base } = this.holder(state);
    return { words: memory.view(), at: store.row(state - base) };
  }

  /** The number of the state that a state was reached from; of initial state number k, -1 - k. */
  parent(state: number): number {
    const { store, base } = this.holder(state);
    return store.parent(state - base);
  }

  /** A copy of the rows of the states `from` (included) to `to` (excluded). */
  rows(from: number, to: number): Int32Array {
    const { words } = this.options;
    const rows = new Int32Array((to - from) * words);
    for (let state = from; state < to; state++) {
      const row = this.row(state);
      rows.set(row.words.subarray(row.at, row.at + words), (state - from) * words);
    }
    return rows;
  }

  /** The number of a row's state, or null. */
  find(row: Int32Array): number | null {
    for (const { core, memory, base } of this.all()) {
      this.writeTo(core, memory, row);
      const state = core.find();
      if (state !== 0xffff_ffff) return base + state;
    }
    return null;
  }

  /** Stores a row unless it is known; whether it was not. */
  add(row: Int32Array, parent: number, instance: number): boolean {
    if (this.further.length > 0 && this.find(row) !== null) return false;
    const before = this.size;
    this.makeRoom(1);
    const { core, memory, store } = this.last();
    this.writeTo(core, memory, row);
    core.acceptStored(parent, instance);
    store.settle();
    return this.size > before;
  }

  /** Writes a successor where the core takes it from. */
  writeSuccessor(row: Int32Array): void {
    this.writeTo(this.core, this.memory, row);
  }

  /** Expands states from `from` on, as many as there is room for, but none beyond `to`; gives the first that is left. */
  expand(from: number, to: number): number {
    this.makeRoom(1);
    if (this.further.length === 0) return this.core.expand(from, to);
    const rows = Math.min(piece, to - from);
    this.eachRun(from, from + rows, (address, count, state) => this.core.expandRows(address, count, state));
    this.last().store.settle();
    return from + rows;
  }

  /** Makes known what the watchers read in states that no step of this search led to. */
  attend(from: number, to: number): void {
    for (let next = from; next < to; next += piece) {
      this.eachRun(next, Math.min(to, next + piece), (address, count, state) =>
        this.core.attend(address, count, state),
      );
    }
  }

  /** Looks pending successors of the first memory up in the others; see `receive` in core/pending.ts. */
  travel(count: number, ring: number): void {
    const stride = this.map.sizes.ringStride / 4;
    const length = count * stride;
    for (const { core, memory, base, inbox } of this.further) {
      const isLast = memory === this.further.at(-1)?.memory;
      const pending = this.memory.view().subarray(ring >>> 2, (ring >>> 2) + length);
      memory.view().set(pending, inbox >>> 2);
      core.receive(inbox, count, isLast ? 1 : 0);
      const received = memory.view();
      for (let entry = 0; entry < length; entry += stride) {
        const known = received[(inbox >>> 2) + entry + 1]!;
        if (pending[entry + 1] !== isAway || known === isAway) continue;
        pending[entry + 1] = known < isNewFrom ? known : known + base;
      }
    }
  }

  /** Makes room for what threads may bring, in another memory if need be. @throws Diagnostic when there is none */
  makeRoom(threads: number): void {
    try {
      this.last().store.makeRoom(threads);
    } catch (thrown) {
      if (!(thrown instanceof OutOfMemory)) throw thrown;
      this.makeRoomElsewhere(threads);
    }
  }

  private makeRoomElsewhere(threads: number): void {
    try {
      // A memory without a single state would not be followed by one with more room.
      if (this.last().store.size === 0) throw new OutOfMemory(this.limit);
      this.open();
      this.last().store.makeRoom(threads);
    } catch (thrown) {
      if (thrown instanceof OutOfMemory) throw noRoom(this.size, this.bytes());
      throw thrown;
    }
  }

  /** See `RowStore.settle`. */
  settle(others: readonly Unused[] = []): ReadonlyMap<number, number> {
    return this.further.length === 0 ? this.first.settle(others) : new Map();
  }

  private open(): void {
    if (this.further.length === 0) {
      this.first.settle();
      this.inbox = this.memory.take(piece * this.options.words * 4);
      this.core.set({ elsewhere: 1 });
    }
    const memory = new CoreMemory(this.limit);
    const core = instantiate(memory.memory, noHost);
    const map = takeMap(core, memory, this.options);
    core.set(takeOwn(memory, map.sizes, this.options.instances.count));
    // One thread stores here, one state at a time: nothing is reserved in vain.
    core.set({ reserve: 1 });
    const store = new RowStore(
      core,
      memory,
      this.options.words,
      this.options.instances.count * piece,
      this.options.store,
    );
    const inbox = memory.take(map.sizes.ringStride * pendingCapacity);
    this.further.push({ core, memory, store, base: this.size, inbox });
  }

  /** Hands out states in runs of rows that lie in the first memory, one behind the other. */
  private eachRun(
    from: number,
    to: number,
    take: (address: number, count: number, state: number) => void,
  ): void {
    for (let state = from; state < to;) {
      const { store, memory, base } = this.holder(state);
      const count = Math.min(to - state, store.run(state - base));
      const address = store.address(state - base);
      take(memory === this.memory ? address : this.fetch(memory, address, count), count, state);
      state += count;
    }
  }

  /** Copies rows of another memory into the first. */
  private fetch(memory: CoreMemory, address: number, count: number): number {
    const rows = memory.view().subarray(address / 4, address / 4 + count * this.options.words);
    this.memory.view().set(rows, this.inbox / 4);
    return this.inbox;
  }

  private writeTo(core: Core, memory: CoreMemory, row: Int32Array): void {
    const at = core.successorRow() / 4;
    memory.view().set(row, at);
    memory.view().fill(0, at + row.length, at + this.map.sizes.vectors * 4);
  }

  private holder(state: number): Pick<Further, "core" | "memory" | "store" | "base"> {
    return this.further.findLast(({ base }) => state >= base) ?? this.all()[0];
  }

  private last(): Pick<Further, "core" | "memory" | "store" | "base"> {
    return this.further.at(-1) ?? this.all()[0];
  }

  private all(): readonly [Pick<Further, "core" | "memory" | "store" | "base">, ...Further[]] {
    return [{ core: this.core, memory: this.memory, store: this.first, base: 0 }, ...this.further];
  }
}

function noRoom(states: number, bytes: number): Diagnostic {
  return new Diagnostic({
    kind: "usage",
    what: `there is no more memory for states: ${states} take ${bytes} bytes`,
    why: "the system, or the limit of the engine's memories, gives no more",
    next: "Set a bound (--memory, --states) to end with what is known, or use --store=compact or --symmetry=full.",
  });
}
