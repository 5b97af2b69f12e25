import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { testFolder } from "./folder.ts";

const victim = fileURLToPath(new URL("./victim.ts", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

interface Ended {
  readonly stdout: string;
  readonly killed: boolean;
}

/** Runs the victim, slowly where it is to be killed, and kills it after so many milliseconds unless it has ended. */
function run(file: string, milliseconds = Infinity): Promise<Ended> {
  const engine = milliseconds < Infinity ? "flyweight" : "observed";
  const child = spawn(process.execPath, ["--import", "tsx", victim, file, engine], { cwd: root });
  const stdout: string[] = [];
  const stderr: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => stdout.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => stderr.push(text));
  const timer = milliseconds < Infinity ? setTimeout(() => child.kill("SIGKILL"), milliseconds) : null;
  return new Promise((resolve, reject) => {
    child.on("close", (code, signal) => {
      if (timer !== null) clearTimeout(timer);
      if (signal === "SIGKILL") resolve({ stdout: "", killed: true });
      else if (code === 0) resolve({ stdout: stdout.join(""), killed: false });
      else reject(new Error(stderr.join("")));
    });
  });
}

test("a search killed again and again, whenever it happens, ends as one that was left alone", async () => {
  const file = join(testFolder(), "run");
  const whole = await run("");
  let kills = 0;
  let resumed = 0;
  let ended: Ended = { stdout: "", killed: true };
  while (ended.killed) {
    if (existsSync(file)) resumed++;
    // From before the first checkpoint to after many, later where the machine is slow; in the end it is left alone.
    ended = await run(file, kills < 4 ? 300 * (1 + kills) + Math.random() * 900 : Infinity);
    if (ended.killed) kills++;
  }
  expect(kills).toBeGreaterThan(0);
  expect(resumed).toBeGreaterThan(0);
  expect(JSON.parse(ended.stdout)).toEqual(JSON.parse(whole.stdout));
  // The way to the last state, and to the dead end, which is the same.
  const traces = [
    ["REFUTED", 140],
    ["REFUTED", 140],
  ];
  expect(JSON.parse(whole.stdout)).toMatchObject({ counts: { states: 36 ** 4 }, traces });
});
