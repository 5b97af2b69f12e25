import { unknownFiring, type StoredStates } from "../engine/engine.ts";
import type { Head, Segment } from "./head.ts";

/** Fills the buffer with what stands at a place of the data. */
export type ReadData = (at: number, into: Uint8Array) => void;

/** A column of a segment: what it has for each state. */
interface Column {
  /** 32-bit words that the columns before it have for a state. */
  readonly before: number;
  /** 32-bit words of its own. */
  readonly words: number;
}

/** The states of a checkpoint, read when they are asked for: the file may be larger than memory. */
export class SavedStates implements StoredStates {
  readonly size: number;
  readonly withFirings: boolean;
  private readonly segments: readonly Segment[];
  private readonly words: number;
  private readonly read: ReadData;

  /** @param words 32-bit words of a row */
  constructor({ segments, withFirings }: Head, words: number, read: ReadData) {
    this.size = segments.at(-1)?.to ?? 0;
    this.withFirings = withFirings;
    this.segments = segments;
    this.words = words;
    this.read = read;
  }

  rows(from: number, to: number): Int32Array {
    return this.column(from, to, { before: 0, words: this.words });
  }

  parents(from: number, to: number): Int32Array {
    return this.column(from, to, { before: this.words, words: 1 });
  }

  firings(from: number, to: number): Int32Array {
    if (!this.withFirings) return new Int32Array(to - from).fill(unknownFiring);
    return this.column(from, to, { before: this.words + 1, words: 1 });
  }

  private column(from: number, to: number, { before, words }: Column): Int32Array {
    const values = new Int32Array((to - from) * words);
    for (const segment of this.segments) {
      const first = Math.max(from, segment.from);
      const last = Math.min(to, segment.to);
      if (first >= last) continue;
      const ahead = (segment.to - segment.from) * before + (first - segment.from) * words;
      const part = values.subarray((first - from) * words, (last - from) * words);
      this.read(segment.at + ahead * 4, bytesOf(part));
    }
    return values;
  }
}

/** The same memory as bytes, in the byte order of this machine; the identity of a checkpoint names it. */
export function bytesOf(values: Int32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
