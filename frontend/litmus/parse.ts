import { Diagnostic } from "../../checker/diagnostic.ts";
import { nearest } from "../../checker/nearest.ts";
import { columnsOf } from "./columns.ts";
import { parse, SyntaxError, type Expectation, type ParsedFile } from "./grammar/parser.js";
import { mistakeAt, withoutComments, type SourceText } from "./source-text.ts";
import type { LitmusFile } from "./syntax.ts";

/**
 * Reads a litmus file of the herd7 AArch64 format.
 *
 * @param file - the name that messages give it
 * @throws Diagnostic with file, line, column, what was expected there and the line itself
 */
export function parseLitmus(text: string, file: string): LitmusFile {
  const source = { file, text };
  const { threads: _, rows: __, ...parts } = parsed(source);
  return parts;
}

function parsed(source: SourceText): ParsedFile & LitmusFile {
  // A byte order mark says nothing; as a blank it keeps offsets.
  const plain = withoutComments(source).replace(/^\uFEFF/, " ");
  try {
    const tree = parse(plain);
    return { ...tree, columns: columnsOf(tree, source) };
  } catch (error) {
    if (error instanceof SyntaxError) throw syntaxMistake(error, plain, source);
    throw tooDeep(error, source);
  }
}

/** The grammar is read by recursive descent: only nesting beyond any use reaches the end of the stack. */
function tooDeep(error: unknown, { file }: SourceText): unknown {
  if (!(error instanceof RangeError)) return error;
  return new Diagnostic({
    kind: "litmus",
    what: "parentheses or negations are nested too deeply",
    where: file,
  });
}

function syntaxMistake(error: SyntaxError, plain: string, source: SourceText): Diagnostic {
  const offset = placeOf(error.location.start.offset, plain);
  if (error.expected === null) return mistakeAt(source, offset, error.message);
  const what = `expected ${listed(error.expected)}, found ${foundAt(offset, plain)}`;
  return mistakeAt(source, offset, what, unclosedInit(offset, plain) ?? misspelt(offset, plain));
}

/** The next thing that is not blank, or the end of what is there. */
function placeOf(offset: number, plain: string): number {
  const blank = plain.slice(offset).search(/\S/);
  return blank === -1 ? plain.trimEnd().length : offset + blank;
}

function foundAt(offset: number, plain: string): string {
  const found = /^(?:[A-Za-z0-9_.]{1,40}|\S)/u.exec(plain.slice(offset, offset + 80));
  return found === null ? "the end of the file" : `\`${found[0]}\``;
}

function listed(expected: readonly Expectation[]): string {
  const words = [...new Set(expected.map(describe))].filter((word) => word !== "");
  const last = words.pop() ?? "something else";
  return words.length === 0 ? last : `${words.join(", ")} or ${last}`;
}

function describe(expected: Expectation): string {
  switch (expected.type) {
    case "literal":
      return `\`${expected.text}\``;
    case "other":
      return expected.description;
    case "class":
    case "any":
    case "end":
      return "";
  }
}

/** Without its `}` the initial values go on into the program. */
function unclosedInit(offset: number, plain: string): string | undefined {
  const init = plain.slice(plain.indexOf("{"), offset);
  const header = /\n[ \t]*P\d+(?:\.F)?[ \t]*(?:[|;]|$)/.exec(init);
  return header === null || init.includes("}")
    ? undefined
    : "Is the `}` missing that ends the initial values?";
}

const clauses = ["exists", "forall", "final", "locations", "filter"];

/** `exsits (...)` reads as an instruction. */
function misspelt(offset: number, plain: string): string | undefined {
  const line = plain.slice(plain.lastIndexOf("\n", offset - 1) + 1, offset);
  const word = /^\s*~?\s*([a-z]{4,})\b/.exec(line)?.[1];
  const close = word === undefined || clauses.includes(word) ? null : nearest(word, clauses);
  return close === null ? undefined : `Did you mean \`${close}\`?`;
}
