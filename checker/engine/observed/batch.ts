import { InternalFault } from "../../internal-fault.ts";
import type { Core } from "./core-module.ts";
import type { CoreMemory } from "./core-memory.ts";
import type { PackedRow } from "./recipes.ts";

/** What an expansion in the pure form gives; see core/batch.ts. `input` is the index of the row it is about. */
export type BatchRecord =
  /** A successor to store, and the watchers whose questions it answers. */
  | {
      readonly kind: "successor";
      readonly input: number;
      readonly firing: number;
      readonly row: Int32Array;
      readonly answers: Int32Array;
    }
  /** The trie at a root has no path for the row: observe it, and expand again. */
  | { readonly kind: "unknown-rules"; readonly input: number; readonly root: number }
  /** The same of a watcher's trie, and a row of a successor. */
  | {
      readonly kind: "unknown-watcher";
      readonly input: number;
      readonly watcher: number;
      readonly row: Int32Array;
    }
  /** The instances of a root have no trie. */
  | { readonly kind: "unobserved-rules"; readonly input: number; readonly root: number }
  /** A successor before eager rules and the question whether it is abandoned: one of these has no trie. */
  | {
      readonly kind: "unfinished";
      readonly input: number;
      readonly firing: number;
      readonly row: Int32Array;
    };

/** Expands packed rows without storing anything: rows in, records out. */
export class Batch {
  private readonly core: Core;
  private readonly memory: CoreMemory;
  private readonly words: number;
  private readonly watcherWords: number;
  private readonly instances: number;
  private room = { rows: 0, rowsAddress: 0, recordsAddress: 0 };

  /**
   * @param words of a packed row
   * @param watcherWords of a set of watchers
   * @param instances as many records may come of one row
   */
  constructor(core: Core, memory: CoreMemory, words: number, watcherWords: number, instances: number) {
    this.core = core;
    this.memory = memory;
    this.words = words;
    this.watcherWords = watcherWords;
    this.instances = instances;
  }

  /** Expands rows, `words` words each, one behind the other. */
  expand(rows: Int32Array): readonly BatchRecord[] {
    const count = rows.length / this.words;
    this.makeRoom(count);
    const { rowsAddress, recordsAddress } = this.room;
    this.memory.view().set(rows, rowsAddress >>> 2);
    const end = this.core.batch(rowsAddress, count, recordsAddress);
    const records: BatchRecord[] = [];
    const stride = this.core.recordBytes();
    for (let record = recordsAddress; record < end; record += stride) records.push(this.read(record >>> 2));
    return records;
  }

  private read(at: number): BatchRecord {
    const view = this.memory.view();
    const input = view[at + 1]!;
    const about = view[at + 2]! >>> 0;
    const rowAt = at + (this.core.recordRow() >>> 2);
    const row = view.slice(rowAt, rowAt + this.words);
    switch (view[at]) {
      case 0:
        return {
          kind: "successor",
          input,
          firing: about,
          row,
          answers: view.slice(at + 4, at + 4 + this.watcherWords),
        };
      case 1:
        return { kind: "unknown-rules", input, root: about };
      case 2:
        return { kind: "unknown-watcher", input, watcher: about, row };
      case 3:
        return { kind: "unobserved-rules", input, root: about };
      case 4:
        return { kind: "unfinished", input, firing: about, row };
      default:
        throw new InternalFault(`the core gives a record of kind ${view[at]}`);
    }
  }

  private makeRoom(rows: number): void {
    if (rows <= this.room.rows) return;
    const records = rows * (this.instances + 1) * this.core.recordBytes();
    const rowsAddress = this.memory.take(rows * this.words * 4);
    this.room = { rows, rowsAddress, recordsAddress: this.memory.take(records) };
  }
}

/** The row alone, as the one input of a batch. */
export function rowsOf({ words, at }: PackedRow, length: number): Int32Array {
  return words.slice(at, at + length);
}
