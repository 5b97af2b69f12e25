import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What a program printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
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

/** Runs a program, whose warnings are shown only when it fails, and gives what it printed. */
export async function runProgram(
  program: string,
  words: readonly string[],
  where: { readonly directory?: string; readonly succeeds?: (code: number) => boolean } = {},
): Promise<Printed> {
  const { directory = process.cwd(), succeeds = (code) => code === 0 } = where;
  const child = spawn(program, words, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const code = await endedWithUs(child);
  if (code === null || !succeeds(code)) {
    throw new Error(`${program} ${words.join(" ")} ended with ${code ?? "a signal"}\n${stdout()}${stderr()}`);
  }
  return { stdout: stdout(), stderr: stderr() };
}

/** Gathers what comes; the result gives it in one piece. */
function collect(stream: NodeJS.ReadableStream): () => string {
  const pieces: string[] = [];
  stream.setEncoding("utf8").on("data", (text: string) => pieces.push(text));
  return () => pieces.join("");
}

/** Waits for its end. Whoever ends the benchmark ends it too: what goes on by itself spoils the next measurement. */
async function endedWithUs(child: ChildProcess): Promise<number | null> {
  const end = (): void => void child.kill();
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, end);
  try {
    return await ended(child);
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
}
