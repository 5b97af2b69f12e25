import { createHash } from "node:crypto";
import { isRecord } from "../describe-value.ts";

/**
 * A checkpoint is one file: three blocks, then data.
 *
 *     block 0   what the file is, and the version of its format
 *     block 1   a seal, or zeros
 *     block 2   a seal, or zeros
 *     data      identity, states, head, states, head, ...
 *
 * A seal says how many bytes of data count, and their checksum. Data is only ever appended; seals are written in turn,
 * each after the data it covers has reached the disk. So a checkpoint costs what is new since the last one, and not a
 * copy of gigabytes; and whenever the writer is killed, one seal is whole and covers data that is. What lies behind the
 * data of the newer seal was not finished and does not count.
 */
export const blockBytes = 4096; // Never two seals in one sector: a write that power cuts short damages one of them.
export const dataAt = 3 * blockBytes;

export const formatVersion = 1;

const title = "walkcheck checkpoint, format ";

/** The block that says what the file is. */
export function titleBlock(): Buffer {
  return block(`${title}${formatVersion}\n`);
}

/** The version that a first block speaks of, or null when the file is no checkpoint. */
export function versionIn(block: Buffer): number | null {
  const [, digits] = /^walkcheck checkpoint, format (\d{1,9})\n/.exec(block.toString("latin1", 0, 64)) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** Which data counts. */
export interface Seal {
  /** 1, 2, 3 ... in the order they were written; odd ones in block 1, even ones in block 2. */
  readonly sequence: number;
  /** Bytes of data that count. */
  readonly bytes: number;
  /** Where in them the newest head starts; it ends where they end. */
  readonly head: number;
  /** Of those bytes: SHA-256, because it runs at the speed of a disk and nothing goes past it. */
  readonly sha256: string;
}

/** Where a seal is written. */
export function sealAt(sequence: number): number {
  return sequence % 2 === 1 ? blockBytes : 2 * blockBytes;
}

/** The block of a seal, with a checksum of its own. */
export function sealBlock({ sequence, bytes, head, sha256 }: Seal): Buffer {
  const text = JSON.stringify({ sequence, bytes, head, sha256 });
  return block(`${text}\n${createHash("sha256").update(text).digest("hex")}\n`);
}

/** The seal in a block, null when it is empty. `undefined` when a single bit of it is not as it was written. */
export function sealIn(block: Buffer): Seal | null | undefined {
  if (block.every((byte) => byte === 0)) return null;
  const seal = sealOf(block.toString("latin1").split("\n")[0] ?? "");
  return seal !== undefined && sealBlock(seal).equals(block) ? seal : undefined;
}

function sealOf(text: string): Seal | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { sequence, bytes, head, sha256 } = value;
  const numbers = typeof sequence === "number" && typeof bytes === "number" && typeof head === "number";
  return numbers && typeof sha256 === "string" ? { sequence, bytes, head, sha256 } : undefined;
}

function block(text: string): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.write(text, "latin1");
  return block;
}
