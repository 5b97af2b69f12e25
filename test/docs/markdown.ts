/** A fenced block of a document. */
export interface Block {
  /** `console`, `ts`, `json`. */
  readonly language: string;
  /** The second word of the fence: the file that the block is. */
  readonly file: string | null;
  readonly text: string;
  /** Where its text lies in the document. */
  readonly from: number;
  readonly to: number;
}

const fenced = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

/** The fenced blocks of a document, in order. */
export function blocksOf(document: string): readonly Block[] {
  return [...document.matchAll(fenced)].map((match) => {
    const [whole, language = "", file, text = ""] = match;
    const from = match.index + whole.indexOf("\n") + 1;
    return { language, file: file ?? null, text, from, to: from + text.length };
  });
}

/** A command with what the document says it prints. */
export interface Command {
  /** As typed, continuation lines included. */
  readonly command: string;
  readonly output: string;
}

/** The commands of a console block: lines that begin with `$ `, each with the lines below it. */
export function commandsOf(text: string): readonly Command[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = /(?<!\\)\n/.exec(part)?.index ?? part.length;
      return { command: part.slice(0, end), output: part.slice(end + 1) };
    });
}

/** The document with some of its blocks' texts replaced. */
export function withTexts(
  document: string,
  texts: readonly { readonly block: Block; readonly text: string }[],
): string {
  return texts
    .toReversed()
    .reduce((d, { block, text }) => d.slice(0, block.from) + text + d.slice(block.to), document);
}
