import type * as FileSystem from "node:fs";
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import { counter, never } from "../toys/counter.ts";
import { essence } from "./essence.ts";
import { testFolder } from "./folder.ts";

/** Called before and after every call of the system that changes a file; `halves` makes writes come in two. */
const spy = vi.hoisted(() => ({ changed: (): void => {}, halves: false }));

vi.mock("node:fs", async (original) => {
  const fs = await original<typeof FileSystem>();
  const watched = <A extends unknown[], R>(call: (...given: A) => R) => {
    return (...given: A): R => {
      spy.changed();
      const result = call(...given);
      spy.changed();
      return result;
    };
  };
  const write = (handle: number, data: Uint8Array, from: number, length: number, at: number) => {
    // A seal is one block of the file system, which a kill does not tear apart.
    const part = spy.halves && length !== 4096 ? Math.ceil(length / 2) : length;
    return fs.writeSync(handle, data, from, part, at);
  };
  return {
    ...fs,
    writeSync: watched(write),
    renameSync: watched(fs.renameSync),
    fdatasyncSync: watched(fs.fdatasyncSync),
    fsyncSync: watched(fs.fsyncSync),
  };
});

afterEach(() => {
  spy.changed = () => {};
  spy.halves = false;
});

const model = counter(20, { properties: [never(17)] });
const options: CheckOptions = { exhaust: true };

/** What the file was at every moment of a run, each once. */
async function moments(folder: string, more: CheckOptions): Promise<readonly string[]> {
  const file = join(folder, "run");
  const seen: string[] = [];
  let last = "";
  spy.changed = () => {
    if (!existsSync(file)) return;
    const bytes = readFileSync(file, "latin1");
    if (bytes === last) return;
    last = bytes;
    const copy = join(folder, `moment ${seen.length}`);
    copyFileSync(file, copy);
    seen.push(copy);
  };
  await check(model, { ...options, ...more, checkpoint: { file, seconds: 0 } });
  spy.changed = () => {};
  return seen;
}

for (const halves of [false, true]) {
  test(`killed between any two ${halves ? "halves of " : ""}writes, a run leaves a file that goes on to the same end`, async () => {
    const whole = essence(await check(model, options));
    const folder = testFolder();
    spy.halves = halves;
    const files = await moments(folder, {});
    // A head, its seal, and the states before them, for every chunk.
    expect(files.length).toBeGreaterThan(60);
    const sizes = new Set<number>();
    for (const resume of files) {
      const stopped = await check(model, { ...options, resume, bounds: { depth: 0 } });
      sizes.add(stopped.statistics.states);
      expect(essence(await check(model, { ...options, resume }))).toEqual(whole);
    }
    // The newer seal counts as soon as it is there.
    expect(sizes.size).toBeGreaterThan(15);
  });
}

test("killed at any moment, a run that goes on with a file leaves that file or a later one", async () => {
  const whole = essence(await check(model, options));
  const folder = testFolder();
  const file = join(folder, "run");
  await check(model, { ...options, checkpoint: { file }, bounds: { depth: 10 } });
  const before = readFileSync(file, "latin1");
  const files = await moments(folder, { resume: file });
  expect(readFileSync(files[0] ?? "", "latin1")).toBe(before);
  for (const resume of files) expect(essence(await check(model, { ...options, resume }))).toEqual(whole);
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});
