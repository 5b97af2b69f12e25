import { join } from "node:path";
import { builtFile } from "./built.ts";
import { isInstalled, runProgram } from "./process.ts";

/** What a whole process took. Without a C compiler nobody can say more than the wall time. */
export interface Usage {
  /** User and system time. */
  readonly cpuSeconds: number | null;
  readonly wallSeconds: number;
  /** Peak resident memory. */
  readonly peakMiB: number | null;
}

/** A program to run: its name or path, its arguments, where, and which exit codes it may end with. */
export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly directory?: string;
  readonly succeeds?: (code: number) => boolean;
}

/** Runs a program as a process of its own, and says what it took. */
export type Meter = (command: Command) => Promise<{ readonly stdout: string; readonly usage: Usage }>;

/** The meter that the machine allows. What it needs is compiled into `directory`. */
export async function meterIn(directory: string): Promise<Meter> {
  if (!isInstalled("gcc")) return wallClock;
  const launcher = join(directory, "measured-run");
  await runProgram("gcc", ["-O2", "-o", launcher, builtFile("bench/measured-run.c")]);
  return async ({ program, words, ...where }) => {
    const { stdout, stderr } = await runProgram(launcher, [program, ...words], where);
    return { stdout, usage: usageIn(stderr) };
  };
}

const wallClock: Meter = async ({ program, words, ...where }) => {
  const start = performance.now();
  const { stdout } = await runProgram(program, words, where);
  const wallSeconds = (performance.now() - start) / 1000;
  return { stdout, usage: { cpuSeconds: null, wallSeconds, peakMiB: null } };
};

/** The last line that the launcher writes: CPU seconds, wall seconds, KiB. */
export function usageIn(stderr: string): Usage {
  const line = stderr.trimEnd().split("\n").at(-1) ?? "";
  const [, cpu, wall, peak] = /^([\d.]+) ([\d.]+) (\d+)$/.exec(line) ?? [];
  if (cpu === undefined || wall === undefined || peak === undefined) {
    throw new Error(`measured-run did not say what it took, but: ${line}`);
  }
  return { cpuSeconds: Number(cpu), wallSeconds: Number(wall), peakMiB: Number(peak) / 1024 };
}
