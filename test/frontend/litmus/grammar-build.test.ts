import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

/** Not imported by its name: scripts are JavaScript, and have no types. */
const builder = new URL("../../../scripts/build-grammar.mjs", import.meta.url).href;

/** The parser as the grammar gives it, or null where peggy, a development dependency, is not installed. */
async function compiled(): Promise<unknown> {
  let script: unknown;
  try {
    script = await import(/* @vite-ignore */ builder);
  } catch (error) {
    if (error instanceof Error && error.message.includes("'peggy'")) return null;
    throw error;
  }
  if (typeof script !== "object" || script === null || !("compileGrammar" in script)) return undefined;
  const { compileGrammar } = script;
  return typeof compileGrammar === "function" ? Reflect.apply(compileGrammar, undefined, []) : undefined;
}

test("grammar/parser.js is what litmus.peggy compiles to", async ({ skip }) => {
  const source = await compiled();
  if (source === null) {
    console.log("skipped: peggy is not installed, so that the grammar cannot be compiled");
    return skip("peggy is not installed");
  }
  if (typeof source !== "string") throw new Error("scripts/build-grammar.mjs does not export compileGrammar");
  const committed = await readFile(
    new URL("../../../frontend/litmus/grammar/parser.js", import.meta.url),
    "utf8",
  );
  expect(source === committed, "`npm run build:grammar` brings it up to date").toBe(true);
});
