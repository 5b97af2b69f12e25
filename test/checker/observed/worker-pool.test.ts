import { execFile } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { check } from "../../../checker/check.ts";
import { CoreMemory } from "../../../checker/engine/observed/core-memory.ts";
import { instantiate } from "../../../checker/engine/observed/core-module.ts";
import { noHost } from "../../../checker/engine/observed/no-host.ts";
import { WorkerPool } from "../../../checker/engine/observed/worker-pool.ts";
import { mail } from "../../../checker/engine/observed/worker-protocol.mjs";
import { InternalFault } from "../../../checker/internal-fault.ts";
import { plainGrid } from "./grid.ts";

const fixture = (name: string) => new URL(`fixtures/${name}.mjs`, import.meta.url);
const own = { current: 0, ring: 0, tallies: 0 };

/** Keeps this thread, and its event loop, from doing anything. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** A pool that has nothing to expand. */
function idlePool() {
  const memory = new CoreMemory();
  return { memory, pool: new WorkerPool(memory, instantiate(memory.memory, noHost), () => 0) };
}

/** Has threads expand nothing until one of them is up, and takes part. */
async function work(pool: WorkerPool): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    await pool.expand(0, 0);
    await wait(20);
  }
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a thread that dies", () => {
  test.each(["throws-at-work", "exits-at-work", "throws-at-once"])(
    "%s: the next expansion names it, and --workers=1",
    async (name) => {
      const { pool } = idlePool();
      pool.start(own, fixture(name));
      const why = name === "exits-at-work" ? "it ended with code 3" : "out of luck";
      try {
        const error = await work(pool).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(InternalFault);
        expect(String(error)).toContain(`thread 2 of the search died: ${why}; --workers=1`);
      } finally {
        pool.close();
      }
    },
    20_000,
  );

  test("is named by its number", async () => {
    const { pool } = idlePool();
    pool.start(own);
    pool.start(own, fixture("throws-at-work"));
    try {
      await expect(work(pool)).rejects.toThrow("thread 3 of the search died");
    } finally {
      pool.close();
    }
  }, 20_000);

  test.each(["throws-at-work", "exits-at-work"])(
    "%s: the check ends with the fault",
    async (name) => {
      const { start } = WorkerPool.prototype;
      vi.spyOn(WorkerPool.prototype, "start").mockImplementation(function (this: WorkerPool, mine) {
        start.call(this, mine, fixture(name));
        // The search must not be over before the thread is up.
        block(500);
      });
      const run = check(plainGrid(), { engine: "observed", workers: 2, exhaust: true });
      await expect(run).rejects.toThrow(/^internal fault: thread 2 of the search died: .*--workers=1/);
    },
    20_000,
  );
});

describe("closing", () => {
  test("ends threads, whatever they do", async () => {
    const { memory, pool } = idlePool();
    const box = memory.bytes() >>> 2;
    pool.start(own, fixture("never-ends"));
    const ticks = () => Atomics.load(memory.view(), box + mail.unusedEnd);
    await expect.poll(ticks, { timeout: 5_000 }).toBeGreaterThan(0);
    pool.close();
    let before = -1;
    const isStill = () => {
      const now = ticks();
      const still = now === before;
      before = now;
      return still;
    };
    await expect.poll(isStill, { timeout: 5_000 }).toBe(true);
    expect(pool.size).toBe(0);
  });

  test("takes no notice of a thread that is just dying", async () => {
    const { pool } = idlePool();
    pool.start(own, fixture("throws-at-once"));
    // It throws while the event loop is busy here.
    block(500);
    pool.close();
    await wait(200);
    expect(pool.size).toBe(0);
  });

  test.each(["close", "forget"])(
    "%s: a process that searched with threads ends by itself",
    async (end) => {
      const search = fileURLToPath(new URL("fixtures/search.ts", import.meta.url));
      const root = fileURLToPath(new URL("../../..", import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", search, end], {
        cwd: root,
        timeout: 20_000,
      });
      expect(stdout).toBe(String(19 ** 4));
    },
    30_000,
  );
});
