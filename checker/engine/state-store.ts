/** Rows per chunk: large enough that chunks are few, small enough that the last one wastes little. */
const chunkBits = 14;
const chunkMask = (1 << chunkBits) - 1;
/** A table fuller than this over 8 is rebuilt with twice the room; longer probes cost more than the memory. */
const fullness = 5;

/**
 * Packed states, numbered as they come, each stored once. An open-addressing table of numbers finds a row; the rows
 * themselves lie in chunks, so that growing never moves them.
 */
export class StateStore {
  private readonly words: number;
  private readonly chunks: Int32Array[] = [];
  private last: Int32Array;
  /** State number + 1, or 0 where it is free. */
  private table = new Int32Array(1 << 10);
  private stored = 0;

  /** @param words 32-bit words of a row */
  constructor(words: number) {
    this.words = words;
    this.last = this.addChunk();
  }

  get size(): number {
    return this.stored;
  }

  /** Stored rows and the table, whatever else the chunks have room for. */
  bytes(): number {
    return this.stored * this.words * 4 + this.table.byteLength;
  }

  /** The number of the row, stored now unless it already was: then `size` is unchanged. */
  add(row: Int32Array): number {
    const slot = this.probe(row);
    const known = this.table[slot]! - 1;
    if (known >= 0) return known;
    const id = this.stored++;
    this.table[slot] = id + 1;
    this.write(id, row);
    if (this.stored * 8 > this.table.length * fullness) this.rehash();
    return id;
  }

  /** The number of the row, or -1 when it is not stored. */
  find(row: Int32Array): number {
    return this.table[this.probe(row)]! - 1;
  }

  /** The chunk that holds a state's row, from word `offset` of that state on. */
  chunk(id: number): Int32Array {
    const chunk = this.chunks[id >>> chunkBits];
    if (chunk === undefined) throw new RangeError(`state ${id} is not stored`);
    return chunk;
  }

  offset(id: number): number {
    return (id & chunkMask) * this.words;
  }

  /** The slot of the table that holds the row, or the free one where it belongs. */
  private probe(row: Int32Array): number {
    const { table, words } = this;
    const mask = table.length - 1;
    for (let slot = hashOf(row, 0, words) & mask; ; slot = (slot + 1) & mask) {
      const id = table[slot]! - 1;
      if (id < 0 || this.holds(id, row)) return slot;
    }
  }

  private holds(id: number, row: Int32Array): boolean {
    const chunk = this.chunk(id);
    const offset = this.offset(id);
    for (let word = 0; word < this.words; word++) {
      if (chunk[offset + word] !== row[word]) return false;
    }
    return true;
  }

  private write(id: number, row: Int32Array): void {
    if (id >>> chunkBits === this.chunks.length) this.last = this.addChunk();
    this.last.set(row, this.offset(id));
  }

  private addChunk(): Int32Array {
    const chunk = new Int32Array(this.words << chunkBits);
    this.chunks.push(chunk);
    return chunk;
  }

  private rehash(): void {
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let id = 0; id < this.stored; id++) {
      let slot = hashOf(this.chunk(id), this.offset(id), this.words) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = id + 1;
    }
    this.table = table;
  }
}

/** Mixes every bit of the row into the low bits, which are all that the table looks at. */
function hashOf(row: Int32Array, from: number, words: number): number {
  let hash = 0;
  for (let word = from; word < from + words; word++) {
    hash = Math.imul(hash ^ row[word]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
