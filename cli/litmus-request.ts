import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Diagnostic } from "../checker/diagnostic.ts";
import { type Kinds, parseKinds } from "../frontend/litmus/kinds.ts";
import type { LitmusOptions } from "../frontend/litmus/result.ts";
import { litmusCommand } from "../report/reproduce.ts";
import type { Detail } from "../report/shows.ts";
import type { Arguments } from "./arguments.ts";
import { options } from "./options.ts";
import type { Session } from "./session.ts";

/** How often herd7 unrolls a loop, unless told otherwise. */
const defaultBound = 2;
/** Tests are small: a thread takes as long to start as so many of them to run. */
const testsPerThread = 25;

/** How a command line of `litmus` asks to judge each test. */
export function requestedLitmus(args: Arguments, { signal }: Session): LitmusOptions {
  const features = args.get(options.feature);
  const states = args.get(options.statesPerTest);
  const seconds = args.get(options.timePerTest);
  return {
    features: { ets2: features.length > 0, ets3: features.includes("ets3") },
    bound: args.get(options.bound) ?? defaultBound,
    witness: args.get(options.witness),
    without: args.get(options.without),
    limits: { ...(states === null ? {} : { states }), ...(seconds === null ? {} : { seconds }) },
    signal,
  };
}

/** In how many threads it asks to judge so many tests. */
export function requestedThreads(args: Arguments, tests: number): number {
  const asked = args.get(options.testWorkers);
  return asked ?? Math.max(1, Math.min(availableParallelism(), Math.floor(tests / testsPerThread)));
}

/** How it asks to show traces. */
export function requestedTraces(args: Arguments): Detail {
  return { trace: args.get(options.trace) ?? "lanes", stats: false, asked: true, everyTrace: true };
}

/** The verdicts that it asks to compare with; null where it names no file of them. */
export function requestedKinds(args: Arguments, { directory }: Session): Kinds | null {
  const file = args.get(options.kinds);
  if (file === null) return null;
  try {
    return parseKinds(readFileSync(resolve(directory, file), "utf8"), file);
  } catch (error) {
    if (error instanceof Diagnostic) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new Diagnostic({ kind: "unknown-name", where: file, what: "it cannot be read", why });
  }
}

/** The command that judges one of its tests again. */
export function testAgain(file: string, args: Arguments): string {
  const changing = [
    options.kinds,
    options.feature,
    options.without,
    options.bound,
    options.statesPerTest,
    options.timePerTest,
  ];
  const given = changing.flatMap((option) => args.texts(option).map((text) => [option.name, text] as const));
  return litmusCommand(file, given);
}
