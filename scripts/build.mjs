#!/usr/bin/env node
/**
 * Emits walkcheck as plain JavaScript into dist/, which Node runs without transpiling: `node dist/cli/main.js`.
 *
 *   node scripts/build.mjs              builds
 *   node scripts/build.mjs --if-stale   builds only what is missing or older than its sources
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { assets, builtPackage, isStale, rooms, root } from "./build-inputs.mjs";

const dist = join(root, "dist");
const stamp = ".built";
const words = process.argv.slice(2);

const unknown = words.find((word) => word !== "--if-stale");
try {
  if (unknown !== undefined) throw new Error(`unknown option ${unknown}; there is only --if-stale`);
  if (!words.includes("--if-stale") || isStale(join(dist, stamp))) build();
} catch (error) {
  process.stderr.write(`build: ${error.message}\n`);
  process.exitCode = 1;
}

/** Into a directory beside dist/, which takes its place when all of it is there: nobody meets half a build. */
function build() {
  // What changes while this runs must count as newer than the result.
  const started = new Date();
  const partial = join(root, `dist-${process.pid}`);
  try {
    compile(partial);
    for (const file of rooms().flatMap(assets)) {
      mkdirSync(dirname(join(partial, file)), { recursive: true });
      cpSync(join(root, file), join(partial, file));
    }
    writeFileSync(join(partial, "package.json"), builtPackage());
    writeFileSync(join(partial, stamp), "");
    utimesSync(join(partial, stamp), started, started);
    replace(partial);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function compile(directory) {
  const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
  const tsc = join(typescript, "bin", "tsc");
  const { status, stdout } = spawnSync(
    process.execPath,
    [tsc, "--project", join(root, "tsconfig.build.json"), "--outDir", directory],
    { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  // Standard output is for what is run after the build, which may have to be JSON.
  if (status !== 0) throw new Error(`nothing was built, as the sources have errors:\n${stdout}`);
}

/** Another build may have put its own dist/ there in between: then that one is moved away as well. */
function replace(partial) {
  const old = `${partial}-old`;
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(dist, old);
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
    try {
      renameSync(partial, dist);
      return;
    } catch (error) {
      if (error.code !== "ENOTEMPTY" || attempt === 3) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}
