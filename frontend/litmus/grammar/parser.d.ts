// What litmus.peggy gives; parser.js is compiled from it.
import type { Cell, FinalClause, InfoLine, InitItem, Observed, Proposition, Span } from "../syntax.ts";

/** A file whose program is still in rows. */
export interface ParsedFile {
  readonly name: string;
  readonly doc: string | null;
  readonly info: readonly InfoLine[];
  readonly init: readonly InitItem[];
  readonly threads: readonly ParsedThread[];
  readonly rows: readonly ParsedRow[];
  readonly locations: readonly Observed[];
  readonly filter: Proposition | null;
  readonly final: FinalClause | null;
}

export interface ParsedThread {
  readonly thread: number;
  readonly handler: boolean;
  readonly at: Span;
}

export interface ParsedRow {
  readonly slots: readonly { readonly cell: Cell | null; readonly at: Span }[];
  /** Of its `;`. */
  readonly end: Span;
}

export function parse(text: string): ParsedFile;

export type Expectation =
  | { readonly type: "literal"; readonly text: string }
  | { readonly type: "other"; readonly description: string }
  | { readonly type: "class" | "any" | "end" };

export class SyntaxError extends Error {
  /** null where the grammar itself says what is wrong. */
  readonly expected: readonly Expectation[] | null;
  readonly location: {
    readonly start: { readonly offset: number };
    readonly end: { readonly offset: number };
  };
}
