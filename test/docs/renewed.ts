import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf, commandsOf, withTexts, type Block } from "./markdown.ts";
import { excerptLike, shows } from "./excerpt.ts";
import { root, type Reader } from "./reader.ts";

/** A document's text. */
export const documentText = (name: string): string => readFileSync(join(root, name), "utf8");

/**
 * What a document should say: its files written and its commands run in order, with every output that it does not show
 * replaced by the real one. It is compared with the document as a file snapshot, so `vitest run -u` brings it up to date.
 */
export async function renewed(document: string, reader: Reader): Promise<string> {
  const texts: { readonly block: Block; readonly text: string }[] = [];
  for (const block of blocksOf(document)) {
    if (block.file !== null) reader.write(block.file, block.text);
    if (block.language === "console") texts.push({ block, text: await renewedConsole(block.text, reader) });
  }
  return withTexts(document, texts);
}

async function renewedConsole(text: string, reader: Reader): Promise<string> {
  const parts: string[] = [];
  for (const { command, output } of commandsOf(text)) {
    const real = await reader.run(command);
    const now = shows(output, real) ? output : (excerptLike(output, real) ?? real);
    parts.push(`$ ${command}\n${now}`);
  }
  return parts.join("");
}
