import { webAssembly, type WasmMemory } from "./web-assembly.ts";
import { OutOfMemory } from "./out-of-memory.ts";

/** Bytes of a page, WebAssembly's unit of growth. */
const pageBytes = 65_536;
/** The most that one memory with 32-bit addresses can be. */
export const largestMemory = 65_536 * pageBytes;
/** Grown by at least this much, so that growing is rare; pages that nobody touches cost nothing. */
const growth = 64;
/** What states leave for tries, in bytes. */
const mostSpared = 1 << 26;

/**
 * The core's memory and what of it is taken. What was given back is taken again by something of the same size or
 * smaller: the visited table leaves room for rows behind whenever it is moved to twice its room.
 */
export class CoreMemory {
  readonly memory: WasmMemory;
  private readonly limit: number;
  private end: number;
  private free: Region[] = [];
  private words: Int32Array;

  /** @param limit bytes, at most `largestMemory` */
  constructor(limit: number = largestMemory) {
    this.limit = Math.min(limit, largestMemory);
    // Shared memories must say how large they may become; this is address space, not memory.
    const maximum = Math.max(1, Math.floor(this.limit / pageBytes));
    this.memory = new webAssembly.Memory({ initial: 1, maximum, shared: true });
    this.words = new Int32Array(this.memory.buffer);
    // Address 0 is the leaf that stands for an unknown one, and the rows of vectors may be read a little beyond.
    this.end = 64;
  }

  /** All of it, as 32-bit words. Asked for again after every `take`. */
  view(): Int32Array {
    return this.words;
  }

  /** Bytes taken so far, those given back included. */
  bytes(): number {
    return this.end;
  }

  /**
   * Takes zeroed bytes, at an address that is a multiple of 16. @throws OutOfMemory
   *
   * @param spare whether to leave some for those who do not spare: what states take must leave room for tries
   */
  take(bytes: number, spare = false): number {
    const size = Math.ceil(bytes / 16) * 16;
    const reused = this.reuse(size);
    if (reused !== null) return reused;
    const address = this.end;
    const left = spare ? Math.min(mostSpared, Math.floor(this.limit / 4)) : 0;
    if (address + size + left > this.limit) throw new OutOfMemory(this.limit);
    // Vectors are read whole: a row at the very end must not reach out of the memory.
    this.growTo(address + size + 64);
    this.end = address + size;
    return address;
  }

  giveBack(address: number, bytes: number): void {
    this.free.push({ address, bytes: Math.ceil(bytes / 16) * 16 });
  }

  private reuse(bytes: number): number | null {
    const region = this.free.find((each) => each.bytes >= bytes);
    if (region === undefined) return null;
    const { address } = region;
    this.free = this.free.filter((each) => each !== region);
    if (region.bytes > bytes) this.free.push({ address: address + bytes, bytes: region.bytes - bytes });
    this.words.fill(0, address / 4, (address + bytes) / 4);
    return address;
  }

  private growTo(end: number): void {
    const has = this.words.byteLength;
    if (end <= has) return;
    const missing = Math.ceil((end - has) / pageBytes);
    const room = Math.floor((this.limit - has) / pageBytes);
    if (missing > room) throw new OutOfMemory(this.limit);
    try {
      this.memory.grow(Math.min(room, Math.max(missing, growth)));
    } catch {
      throw new OutOfMemory(has);
    }
    this.words = new Int32Array(this.memory.buffer);
  }
}

interface Region {
  readonly address: number;
  readonly bytes: number;
}
