/**
 * Breaks a text into lines of at most `width` columns, at blanks where there are any. Lines after the first are
 * indented by `hang`. A word that is too long for a line is broken, so that a column never overflows.
 */
export function wrap(text: string, width: number, hang = 0): readonly string[] {
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, Math.max(width, hang + 1), hang));
}

function wrapParagraph(text: string, width: number, hang: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((word) => chunks(word, width - hang))) {
    const indent = lines.length === 0 ? 0 : hang;
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || indent + longer.length <= width) {
      line = longer;
      continue;
    }
    lines.push(" ".repeat(indent) + line);
    line = word;
  }
  lines.push(" ".repeat(lines.length === 0 ? 0 : hang) + line);
  return lines;
}

function chunks(word: string, width: number): readonly string[] {
  if (word.length <= width) return [word];
  const parts: string[] = [];
  for (let start = 0; start < word.length; start += width) parts.push(word.slice(start, start + width));
  return parts;
}

/** The text wrapped into one block, every line indented. */
export function indented(text: string, width: number, indent: number): readonly string[] {
  return wrap(text, width - indent).map((line) => " ".repeat(indent) + line);
}
