import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a run of the command line left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Around {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Sends SIGINT when the process has run for this long. */
  readonly interruptAfter?: number;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = fileURLToPath(new URL("../../bin/walkcheck.mjs", import.meta.url));

/** A spec of the fixtures, as an argument. */
export function fixture(name: string): string {
  return `test/cli/fixtures/${name}.ts`;
}

/** Runs `walkcheck` the way a shell does, with pipes instead of a terminal. */
export function walkcheck(words: readonly string[], around: Around = {}): Promise<Ended> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, WALKCHECK_DEBUG: _debug, ...env } = process.env;
  const child = spawn(process.execPath, [bin, ...words], {
    cwd: around.cwd ?? root,
    env: { ...env, ...around.env },
  });
  const stdout: string[] = [];
  const stderr: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => stdout.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => stderr.push(text));
  const { interruptAfter } = around;
  if (interruptAfter !== undefined) setTimeout(() => child.kill("SIGINT"), interruptAfter);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout: stdout.join(""), stderr: stderr.join("") }));
  });
}

/** Runs a command that prints JSON. */
export async function walkcheckJson(words: readonly string[]): Promise<unknown> {
  return JSON.parse((await walkcheck([...words, "--json"])).stdout);
}
