import { spawn } from "node:child_process";
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

function runNode(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const output: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output.join(""));
      else reject(new Error(`${words.join(" ")} ended with ${code ?? "a signal"}`));
    });
  });
}
