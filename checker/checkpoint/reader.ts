import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { Diagnostic } from "../diagnostic.ts";
import type { StoredStates } from "../engine/engine.ts";
import {
  blockBytes,
  dataAt,
  formatVersion,
  sealAt,
  sealIn,
  titleBlock,
  versionIn,
  type Seal,
} from "./blocks.ts";
import { headIn, type Head } from "./head.ts";
import { difference, identityIn, type Identity } from "./identity.ts";
import { damaged, failed, foreign, otherModel, otherVersion } from "./refusal.ts";
import { SavedStates } from "./saved-states.ts";

/** Bytes of data that are read at a time. */
const pieceBytes = 1 << 22;

/** A checkpoint that is whole and of this check, open for reading. */
export interface SavedSearch {
  readonly head: Head;
  /** Read from the file on demand. */
  readonly states: StoredStates;
  close(): void;
}

/**
 * Opens a checkpoint, and refuses one of which a single bit is not as it was written, or that another check wrote.
 *
 * @param words 32-bit words of a row
 */
export function openCheckpoint(file: string, identity: Identity, words: number): SavedSearch {
  const reader = new Reader(file);
  try {
    const head = reader.head(identity);
    const states = new SavedStates(head, words, (at, into) => reader.read(dataAt + at, into));
    return { head, states, close: () => reader.close() };
  } catch (thrown) {
    reader.close();
    if (thrown instanceof Diagnostic) throw thrown;
    throw failed(file, "it cannot be read", thrown, "Name a file that you may read.");
  }
}

/** Whether a file begins as a checkpoint does; one of another version counts. */
export function looksLikeCheckpoint(file: string): boolean {
  const reader = new Reader(file);
  try {
    return versionIn(reader.start()) !== null;
  } finally {
    reader.close();
  }
}

class Reader {
  private readonly file: string;
  private readonly handle: number;

  constructor(file: string) {
    this.file = file;
    try {
      this.handle = openSync(file, "r");
    } catch (thrown) {
      throw failed(file, "it cannot be opened", thrown, "Name a file that --checkpoint wrote.");
    }
  }

  close(): void {
    closeSync(this.handle);
  }

  /** The newest head, once everything up to it has been checked. */
  head(identity: Identity): Head {
    this.checkTitle();
    const seal = this.newestSeal();
    this.checkData(seal);
    const head = headIn(this.text(seal.head, seal.bytes));
    if (head === null) throw damaged(this.file, "its head is not what a head is");
    const theirs = identityIn(this.text(0, head.identity));
    if (theirs === null) throw damaged(this.file, "it does not say what it is of");
    const differing = difference(identity, theirs);
    if (differing !== null) throw otherModel(this.file, differing);
    return head;
  }

  /** Fills a buffer from a place of the file. */
  read(at: number, into: Uint8Array): void {
    for (let done = 0; done < into.length;) {
      const count = readSync(this.handle, into, done, into.length - done, at + done);
      if (count === 0) throw damaged(this.file, "it ends too early");
      done += count;
    }
  }

  /** The first block, with zeros for what is not there. */
  start(): Buffer {
    const block = Buffer.alloc(blockBytes);
    if (fstatSync(this.handle).isFile()) readSync(this.handle, block, 0, blockBytes, 0);
    return block;
  }

  private checkTitle(): void {
    const block = this.start();
    const version = versionIn(block);
    if (version === null) throw foreign(this.file);
    if (version !== formatVersion) throw otherVersion(this.file, version, formatVersion);
    if (!block.equals(titleBlock())) throw damaged(this.file, "its first block is not as it was written");
    if (fstatSync(this.handle).size < dataAt) throw damaged(this.file, "it ends before its data begins");
  }

  private newestSeal(): Seal {
    const odd = this.seal(1);
    const even = this.seal(2);
    // Both were written whole, one after the other, or the second one not yet.
    if (even === null ? odd?.sequence === 1 : Math.abs(even.sequence - (odd?.sequence ?? -1)) === 1) {
      const newest = (odd?.sequence ?? 0) > (even?.sequence ?? 0) ? odd : even;
      if (newest !== null) return newest;
    }
    throw damaged(this.file, "its two seals do not belong together");
  }

  private seal(sequence: number): Seal | null {
    const block = Buffer.alloc(blockBytes);
    this.read(sealAt(sequence), block);
    const seal = sealIn(block);
    const misplaced = seal !== undefined && seal !== null && sealAt(seal.sequence) !== sealAt(sequence);
    if (seal === undefined || misplaced) throw damaged(this.file, "a seal is not as it was written");
    return seal;
  }

  private checkData({ bytes, sha256 }: Seal): void {
    const missing = dataAt + bytes - fstatSync(this.handle).size;
    if (missing > 0) throw damaged(this.file, `its last ${missing} bytes are missing`);
    const hash = createHash("sha256");
    const piece = Buffer.alloc(Math.min(pieceBytes, bytes));
    for (let at = 0; at < bytes; at += piece.length) {
      const part = piece.subarray(0, Math.min(piece.length, bytes - at));
      this.read(dataAt + at, part);
      hash.update(part);
    }
    if (hash.digest("hex") !== sha256) throw damaged(this.file, "its checksum is not that of its data");
  }

  private text(from: number, to: number): string {
    const bytes = Buffer.alloc(to - from);
    this.read(dataAt + from, bytes);
    return bytes.toString("utf8");
  }
}
