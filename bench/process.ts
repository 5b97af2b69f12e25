import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Runs this benchmark again in a fresh process and gives what it printed. */
export const runSelf = (words: readonly string[]): Promise<string> =>
  runNode([path("../bin/bench.mjs"), ...words]);

/** Seconds that `walkcheck` takes as a whole process, from its start to its last line. */
export async function timeWalkcheck(words: readonly string[]): Promise<number> {
  const start = performance.now();
  await runNode([path("../bin/walkcheck.mjs"), ...words]);
  return (performance.now() - start) / 1000;
}

/** Whether a program is found on the PATH. */
export function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a program of others, whose warnings are shown only when it fails, and gives what it printed. */
export async function runProgram(
  program: string,
  words: readonly string[],
  directory: string = process.cwd(),
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const child = spawn(program, words, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const code = await ended(child);
  if (code !== 0) {
    throw new Error(`${program} ${words.join(" ")} ended with ${code ?? "a signal"}\n${stdout()}${stderr()}`);
  }
  return { stdout: stdout(), stderr: stderr() };
}

async function runNode(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const stdout = collect(child.stdout);
  const code = await ended(child);
  if (code !== 0) throw new Error(`${words.join(" ")} ended with ${code ?? "a signal"}`);
  return stdout();
}

/** Gathers what comes; the result gives it in one piece. */
function collect(stream: NodeJS.ReadableStream): () => string {
  const pieces: string[] = [];
  stream.setEncoding("utf8").on("data", (text: string) => pieces.push(text));
  return () => pieces.join("");
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
}
