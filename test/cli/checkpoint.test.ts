import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { fixture, walkcheck } from "./walkcheck.ts";

function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "walkcheck-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const refuted = ["check", fixture("verdicts"), "--variant", "refuted"];

it("a search that a bound ended says how to go on, and goes on to the result of a whole one", async () => {
  const file = join(testFolder(), "x.run");
  const part = await walkcheck([...refuted, "--depth", "3", "--checkpoint", file]);
  expect(part.code).toBe(3);
  expect(part.stderr).toBe(`walkcheck: to go on, repeat the command with --resume ${file}\n`);
  const whole = await walkcheck(refuted);
  const resumed = await walkcheck([...refuted, "--resume", file, "--engine", "reference"]);
  expect([resumed.code, resumed.stderr]).toEqual([1, ""]);
  const told = (text: string) =>
    text.split("\n").filter((line) => /^(REFUTED|PROVED|verdict| +\d )/.test(line));
  expect(told(resumed.stdout)).toEqual(told(whole.stdout));
  expect(told(whole.stdout).length).toBeGreaterThan(4);
});

it("an interrupted search has written down how far it was", async () => {
  const file = join(testFolder(), "x.run");
  const words = ["check", fixture("big"), "--checkpoint", file];
  const { code, stderr } = await walkcheck(words, { interruptAfter: 3000 });
  expect(code).toBe(3);
  expect(stderr).toContain("interrupted, ending with what is known");
  expect(stderr).toContain(`to go on, repeat the command with --resume ${file}`);
  const resumed = await walkcheck([...words.slice(0, 2), "--resume", file, "--states", "1", "--json"]);
  expect(resumed.code).toBe(3);
  expect(statesOf(resumed.stdout)).toBeGreaterThan(1000);
});

it("a file is named as seen from where the user stands, and nothing is left beside it", async () => {
  const folder = testFolder();
  const spec = join(folder, "verdicts.ts");
  writeFileSync(spec, readFileSync(new URL("./fixtures/verdicts.ts", import.meta.url)));
  const words = ["check", "./verdicts.ts", "--variant", "proved", "--checkpoint", "x.run"];
  expect((await walkcheck(words, { cwd: folder })).code).toBe(0);
  expect((await walkcheck([...words, "--resume", "x.run"], { cwd: folder })).code).toBe(0);
  expect(readdirSync(folder).toSorted()).toEqual(["verdicts.ts", "x.run"]);
});

it("a file of another variant, or one that is damaged, is refused with exit code 2", async () => {
  const file = join(testFolder(), "x.run");
  await walkcheck([...refuted, "--checkpoint", file]);
  const other = await walkcheck(["check", fixture("verdicts"), "--variant", "proved", "--resume", file]);
  expect([other.code, other.stdout]).toEqual([2, ""]);
  expect(other.stderr).toContain("it is of another check\n  variant: refuted in the file, proved here");
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length - 1));
  const damaged = await walkcheck([...refuted, "--resume", file]);
  expect([damaged.code, damaged.stdout]).toEqual([2, ""]);
  expect(damaged.stderr).toContain(`checkpoint ${file}: it is damaged: its last 1 bytes are missing`);
});

function statesOf(text: string): number {
  const [, states = "0"] = /"states":\s*(\d+)/.exec(text) ?? [];
  return Number(states);
}
