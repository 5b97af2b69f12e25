import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./run-bench.ts";

const run = (...words: readonly string[]) =>
  spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
const stamp = join(root, "dist", ".built");
const built = (): number => statSync(stamp).mtimeMs;

describe("npm run build", () => {
  it("emits JavaScript that Node runs as it is, and what it opens beside it", () => {
    expect(run("scripts/build.mjs", "--if-stale").status).toBe(0);
    const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const { stdout, stderr } = run("dist/cli/main.js", "--version");
    expect([stdout, stderr]).toEqual([`${version}\n`, ""]);
    expect(readFileSync(join(root, "dist/cli/main.js"), "utf8")).not.toMatch(
      /from ".*\.ts"|registerTypeScript/,
    );
    expect(existsSync(join(root, "dist/bench/measured-run.c"))).toBe(true);
  });

  it("builds again when the result is older than a source, and removes what is no longer emitted", () => {
    run("scripts/build.mjs", "--if-stale");
    const left = join(root, "dist", "left-by-an-older-build.js");
    writeFileSync(left, "");
    utimesSync(stamp, 0, 0);
    expect(run("scripts/build.mjs", "--if-stale").status).toBe(0);
    expect(built()).toBeGreaterThan(0);
    expect(existsSync(left)).toBe(false);
  });

  it("leaves a result alone that is newer than every source", () => {
    run("scripts/build.mjs", "--if-stale");
    const soon = new Date(Date.now() + 3_600_000);
    utimesSync(stamp, soon, soon);
    const before = built();
    expect(run("scripts/build.mjs", "--if-stale").status).toBe(0);
    expect(built()).toBe(before);
    utimesSync(stamp, new Date(), new Date());
  });

  it("says which options there are", () => {
    const { status, stderr } = run("scripts/build.mjs", "--fast");
    expect([status, stderr]).toEqual([1, "build: unknown option --fast; there is only --if-stale\n"]);
  });
});
