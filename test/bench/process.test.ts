import { once } from "node:events";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { bench, root } from "./run-bench.ts";

describe("a benchmark that is ended", () => {
  it("ends what it runs, and leaves nothing behind", async () => {
    bench("--help"); // builds
    const directory = mkdtempSync(join(tmpdir(), "walkcheck-test-"));
    try {
      const words = ["dist/bench/main.js", "--size", "L", "--runs", "1", "--only", "walkcheck-reference"];
      const env = { ...process.env, TMPDIR: directory };
      const child = spawn(process.execPath, words, { cwd: root, env, stdio: "ignore" });
      while (readdirSync(directory).length === 0) await sleep(20);
      // Long enough for an engine to be under way, whose size takes it many minutes.
      await sleep(1000);
      const ended = once(child, "exit");
      child.kill();
      expect(await ended).toEqual([1, null]);
      expect(readdirSync(directory)).toEqual([]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
