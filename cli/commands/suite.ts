import type { Command } from "../command.ts";
import { options } from "../options.ts";

/** `walkcheck suite`. */
export const suite: Command = {
  name: "suite",
  about: "the whole catalogue, or the specs given, against the expected verdicts: one table",
  operands: {
    placeholder: "SPEC|FILE.ts",
    about: "specs of the catalogue or files with one; default: the whole catalogue",
    least: 0,
    most: Infinity,
  },
  options: [options.only, options.engine, options.json],
  examples: [
    "walkcheck suite",
    "walkcheck suite --only 'pkvm-fixmap/v4*'",
    "walkcheck suite ./my-spec.ts --json",
  ],
  run: async (args, session) => {
    const { runSuiteCommand } = await import("../run-suite.ts");
    return runSuiteCommand(args, session);
  },
};
