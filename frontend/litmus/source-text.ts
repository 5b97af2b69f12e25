import { Diagnostic } from "../../checker/diagnostic.ts";

/** A text to read and the name its reader knows it by. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** A mistake at an offset of a text: file, line and column, what is wrong, the line itself and a caret under the place. */
export function mistakeAt(
  { file, text }: SourceText,
  offset: number,
  what: string,
  next?: string,
): Diagnostic {
  const before = text.slice(0, offset).split("\n");
  const line = before.length;
  const column = (before.at(-1) ?? "").length + 1;
  return new Diagnostic({
    kind: "litmus",
    what,
    where: `${file}:${line}:${column}`,
    why: excerpt(text.split("\n")[line - 1] ?? "", line, column),
    ...(next !== undefined && { next }),
  });
}

/** Lines may be of any length: what is shown is around the place. */
const shown = 100;

function excerpt(source: string, line: number, column: number): string {
  const from = column > shown ? column - shown / 2 : 0;
  const part = source
    .slice(from, from + shown)
    .replace(/[\p{Cc}\p{Cf}]/gu, " ")
    .trimEnd();
  const caret = `${" ".repeat(column - 1 - from)}^`;
  return `${`${line} | ${part}`.trimEnd()}\n  ${" ".repeat(`${line}`.length)} | ${caret}`;
}

/** The text with every comment blanked out, so that offsets stay. Comments nest; a string may hold `(*`. */
export function withoutComments(source: SourceText): string {
  const { text } = source;
  const open: number[] = [];
  let result = "";
  let kept = 0;
  for (const token of text.matchAll(/\(\*|\*\)|"[^"\n]*"/g)) {
    const end = token.index + token[0].length;
    if (token[0] === "(*") {
      if (open.length === 0) result += text.slice(kept, token.index);
      open.push(token.index);
    } else if (token[0] === "*)" && open.length > 0) {
      const start = open.pop() ?? 0;
      if (open.length > 0) continue;
      result += text.slice(start, end).replace(/[^\n]/g, " ");
      kept = end;
    }
  }
  const unclosed = open[0];
  if (unclosed === undefined) return result + text.slice(kept);
  throw mistakeAt(source, unclosed, "this comment has no end", "A comment ends with `*)`; comments nest.");
}
