/**
 * Breaks a text into lines of at most `width` columns, at blanks where there are any. Blanks at its start are kept;
 * lines after the first are indented by `hang`. A word that is too long for a line is broken, so that a column never
 * overflows.
 */
export function wrap(text: string, width: number, hang = 0): readonly string[] {
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, width, hang));
}

function wrapParagraph(text: string, width: number, hang: number): readonly string[] {
  const words = text.trimStart();
  const indents = [
    " ".repeat(text.length - words.length),
    " ".repeat(Math.min(hang, Math.floor(width / 4))),
  ] as const;
  const lines: string[] = [];
  let line = "";
  const room = (): number => Math.max(1, width - indents[lines.length === 0 ? 0 : 1].length);
  const flush = (): void => {
    lines.push(indents[lines.length === 0 ? 0 : 1] + line);
    line = "";
  };
  for (const word of words.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room()) flush();
    line = line === "" ? word : `${line} ${word}`;
    // A word that is too long even for a line of its own is broken.
    while (line.length > room()) {
      const end = breakOf(line, room());
      const rest = line.slice(end);
      line = line.slice(0, end);
      flush();
      line = rest;
    }
  }
  flush();
  return lines;
}

/** Where a long word is broken: names of the kernel's between their parts, if that leaves half a line. */
function breakOf(word: string, room: number): number {
  for (let end = room; end > room / 2; end--) if ("_:/".includes(word.charAt(end - 1))) return end;
  return room;
}

/** The text wrapped into one block, every line indented. */
export function indented(text: string, width: number, indent: number): readonly string[] {
  return wrap(text, width - indent).map((line) => " ".repeat(indent) + line);
}
