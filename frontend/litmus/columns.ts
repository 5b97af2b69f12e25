import type { ParsedFile, ParsedRow, ParsedThread } from "./grammar/parser.js";
import { mistakeAt, type SourceText } from "./source-text.ts";
import type { Column } from "./syntax.ts";

/** The program by threads. A row that does not fit the header, or a header that contradicts itself, is a mistake. */
export function columnsOf({ threads, rows }: ParsedFile, source: SourceText): readonly Column[] {
  checkThreads(threads, source);
  for (const row of rows) checkWidth(row, threads, source);
  return threads.map((thread, column) => ({
    ...thread,
    cells: rows.flatMap(({ slots }) => slots[column]?.cell ?? []),
  }));
}

function checkThreads(threads: readonly ParsedThread[], source: SourceText): void {
  const seen = new Set<string>();
  for (const thread of threads) {
    const name = nameOf(thread);
    if (seen.has(name)) throw mistakeAt(source, thread.at.start, `${name} has two columns`);
    seen.add(name);
  }
  const orphan = threads.find(({ thread, handler }) => handler && !seen.has(`P${thread}`));
  if (orphan === undefined) return;
  const what = `${nameOf(orphan)} handles the faults of P${orphan.thread}, which has no column`;
  throw mistakeAt(source, orphan.at.start, what);
}

function checkWidth({ slots, end }: ParsedRow, threads: readonly ParsedThread[], source: SourceText): void {
  if (slots.length === threads.length) return;
  const header = `the header has ${threads.length} (${threads.map(nameOf).join(" | ")})`;
  const what = `this row has ${slots.length} ${slots.length === 1 ? "cell" : "cells"}, but ${header}`;
  const surplus = slots[threads.length];
  // At the first cell that has no thread, or at the end of the row that lacks some.
  const offset = surplus === undefined ? end.start : (surplus.cell?.at.start ?? surplus.at.start);
  const next =
    "Cells are separated by `|`, a row ends with `;`, and a thread that does nothing has an empty cell.";
  throw mistakeAt(source, offset, what, next);
}

function nameOf({ thread, handler }: ParsedThread): string {
  return `P${thread}${handler ? ".F" : ""}`;
}
