import { rowsOf, type Batch, type BatchRecord } from "./batch.ts";
import type { FlyweightStep, FlyweightSteps } from "./flyweight-steps.ts";
import type { PackedRow } from "./recipes.ts";
import type { Tries } from "./tries.ts";

/** A successor that would be stored: the instance that fired, and its packed row. */
export type Successor = Pick<FlyweightStep, "firing" | "row">;

/** The successors of single states, by the same tries as the search uses. */
export class Successors<S> {
  private readonly batch: Batch;
  private readonly tries: Tries<S>;
  private readonly steps: FlyweightSteps<S>;
  private readonly words: number;
  private readonly canonical: (step: FlyweightStep) => Int32Array;

  /** @param canonical the row that is stored for a successor */
  constructor(
    batch: Batch,
    tries: Tries<S>,
    steps: FlyweightSteps<S>,
    words: number,
    canonical: (step: FlyweightStep) => Int32Array,
  ) {
    this.batch = batch;
    this.tries = tries;
    this.steps = steps;
    this.words = words;
    this.canonical = canonical;
  }

  /** The successors of a row, in no particular order. */
  of(row: PackedRow): readonly Successor[] {
    const input = rowsOf(row, this.words);
    const given = { words: input, at: 0 };
    this.tries.open(given);
    for (;;) {
      const records = this.batch.expand(input);
      if (records.filter((record) => this.learn(record, given)).length > 0) continue;
      return records.flatMap((record) => this.take(record, given));
    }
  }

  /** Adds the path that a record says is missing. */
  private learn(record: BatchRecord, given: PackedRow): boolean {
    switch (record.kind) {
      case "unknown-rules":
        this.tries.missRules(record.root, given);
        return true;
      case "unknown-watcher":
        this.tries.missWatcher(record.watcher, { words: record.row, at: 0 });
        return true;
      default:
        return false;
    }
  }

  private take(record: BatchRecord, given: PackedRow): readonly Successor[] {
    switch (record.kind) {
      case "successor":
        return [{ firing: record.firing, row: record.row }];
      case "unobserved-rules":
        return this.byFlyweights(
          given,
          this.tries.group(record.root).map(({ firing }) => firing),
        );
      case "unfinished":
        return this.byFlyweights(given, [record.firing]);
      default:
        return [];
    }
  }

  private byFlyweights(given: PackedRow, firings: readonly number[]): readonly Successor[] {
    const successors: Successor[] = [];
    for (const step of this.steps.from(given, firings)) {
      successors.push({ firing: step.firing, row: this.canonical(step).slice() });
    }
    return successors;
  }
}
