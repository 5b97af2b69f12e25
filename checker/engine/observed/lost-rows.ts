import { InternalFault } from "../../internal-fault.ts";
import type { PackedRow } from "./recipes.ts";

/** Rows that are found again, at most so many at a time. */
const mostKept = 100_000;

/** What finding rows again needs to know. */
export interface Paths {
  /** The row of a stored state, if it is still there. */
  row(state: number): PackedRow | null;
  /** The state it was reached from; of initial state number k, -1 - k. */
  parent(state: number): number;
  initial(index: number): Int32Array | null;
  successors(row: PackedRow): readonly { readonly row: Int32Array }[];
  find(row: Int32Array): number | null;
}

/** Rows that a compact store keeps no more: found by walking the path to them again. */
export class LostRows {
  private readonly paths: Paths;
  private readonly found = new Map<number, PackedRow>();

  constructor(paths: Paths) {
    this.paths = paths;
  }

  row(state: number): PackedRow {
    const path: number[] = [];
    let at = state;
    let from = this.known(at);
    while (from === null) {
      path.push(at);
      at = this.paths.parent(at);
      from = at < 0 ? this.initial(-1 - at) : this.known(at);
    }
    for (const next of path.toReversed()) from = this.follow(from, next);
    return from;
  }

  private initial(index: number): PackedRow {
    const words = this.paths.initial(index);
    if (words === null) throw new InternalFault(`initial state ${index} is abandoned, and yet on a path`);
    return { words, at: 0 };
  }

  private known(state: number): PackedRow | null {
    return this.paths.row(state) ?? this.found.get(state) ?? null;
  }

  private follow(from: PackedRow, state: number): PackedRow {
    // The first state of a path is initial: it is there already.
    const row = this.paths.parent(state) < 0 ? from : this.step(from, state);
    if (this.found.size >= mostKept) this.found.clear();
    this.found.set(state, row);
    return row;
  }

  private step(from: PackedRow, state: number): PackedRow {
    const next = this.paths.successors(from).find(({ row }) => this.paths.find(row) === state);
    if (next === undefined) throw new InternalFault(`state ${state} does not follow from its parent`);
    return { words: next.row, at: 0 };
  }
}
