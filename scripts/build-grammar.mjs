#!/usr/bin/env node
// Compiles the grammar of litmus files to a parser. What it gives is committed, so that walkcheck runs from its sources
// and without peggy; a test compiles it again and compares.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import peggy from "peggy";

const room = new URL("../frontend/litmus/grammar/", import.meta.url);

/** The compiled parser, as JavaScript. */
export async function compileGrammar() {
  const source = "litmus.peggy";
  const grammar = await readFile(new URL(source, room), "utf8");
  try {
    return peggy.generate(grammar, { grammarSource: source, output: "source", format: "es" });
  } catch (error) {
    if (typeof error.format !== "function") throw error;
    throw new Error(`the grammar does not compile:\n${error.format([{ source, text: grammar }])}`, {
      cause: error,
    });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL("parser.js", room), await compileGrammar());
}
