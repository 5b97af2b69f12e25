import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

/** Not imported by its name: the compiler's types are those of another language. */
const builder = new URL("../../../scripts/build-core.mjs", import.meta.url).href;

/** The core as its sources give it, or null where their compiler, a development dependency, is not installed. */
async function compiled(): Promise<unknown> {
  let script: unknown;
  try {
    script = await import(/* @vite-ignore */ builder);
  } catch (error) {
    if (error instanceof Error && error.message.includes("'assemblyscript")) return null;
    throw error;
  }
  if (typeof script !== "object" || script === null || !("compileCore" in script)) return undefined;
  const { compileCore } = script;
  return typeof compileCore === "function" ? Reflect.apply(compileCore, undefined, []) : undefined;
}

test("core.wasm is what core/*.ts compiles to", async ({ skip }) => {
  const bytes = await compiled();
  if (bytes === null) {
    console.log("skipped: assemblyscript is not installed, so that the core cannot be compiled");
    return skip("assemblyscript is not installed");
  }
  if (!(bytes instanceof Uint8Array)) throw new Error("scripts/build-core.mjs does not export compileCore");
  const committed = await readFile(new URL("../../../checker/engine/observed/core.wasm", import.meta.url));
  expect(Buffer.compare(committed, bytes), "`npm run build:core` brings it up to date").toBe(0);
}, 60_000);
