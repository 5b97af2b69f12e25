import { basename } from "node:path";
import type { LitmusOptions, LitmusOutcome } from "../../../../frontend/litmus/result.ts";

/** Judges by the name of a file alone, in the time that it says: what a batch does must not depend on any test. */
export async function judgeFile(file: string, { bound }: LitmusOptions): Promise<LitmusOutcome> {
  const name = basename(file);
  if (name === "throws") throw new Error("three is unlucky");
  if (name === "dies") process.exit(7);
  const milliseconds = Number(/\d+/.exec(name)?.[0] ?? 0);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return {
    name,
    verdict: "Allowed",
    noVerdict: null,
    finalStates: [`bound=${bound}`],
    satisfying: [],
    flags: [],
    states: milliseconds,
    seconds: 0,
    assumptions: [],
    witness: {
      initial: {
        get text() {
          return name;
        },
        json: { word: 1n },
      },
      initialFolded: [],
      steps: [],
      loop: null,
    },
  };
}
