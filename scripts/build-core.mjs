#!/usr/bin/env node
// Compiles the core of the observed engine from AssemblyScript to WebAssembly. What it gives is committed, so that
// walkcheck runs from its sources without a compiler; a test compiles it again and compares.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { main as asc } from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));

// `--runtime stub`: no garbage collector and no allocator; the host owns the layout of the memory.
const flags = (
  "-O3 --noAssert --runtime stub --enable simd --enable threads " +
  "--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536"
).split(" ");

/** The compiled core, as bytes. */
export async function compileCore() {
  const outFile = "core.wasm";
  let bytes = null;
  const { error, stderr } = await asc(
    ["checker/engine/observed/core/index.ts", "--baseDir", root, "--outFile", outFile, ...flags],
    {
      writeFile: (name, contents) => {
        if (name.endsWith(outFile)) bytes = contents;
      },
    },
  );
  if (error !== null || bytes === null) throw new Error(`the core does not compile:\n${stderr.toString()}`);
  return bytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL("../checker/engine/observed/core.wasm", import.meta.url), await compileCore());
}
