import { Diagnostic } from "../../checker/diagnostic.ts";
import type { Command } from "../command.ts";
import { options } from "../options.ts";

/** `walkcheck litmus`. */
export const litmus: Command = {
  name: "litmus",
  about: "herd7 AArch64 litmus tests: Allowed, Forbidden or Required, and which final states there are",
  operands: {
    placeholder: "FILE|DIR|@INDEX",
    about: "tests, directories of tests, and files that list tests, one per line",
    least: 1,
    most: Infinity,
  },
  options: [
    options.kinds,
    options.feature,
    options.without,
    options.bound,
    options.statesPerTest,
    options.timePerTest,
    options.witness,
    options.trace,
    options.testWorkers,
    options.json,
  ],
  examples: [
    "walkcheck litmus MP.litmus --witness",
    "walkcheck litmus --kinds kinds.txt @all",
    "walkcheck litmus MP.litmus --without dmb",
    "walkcheck litmus --feature ets2 --json tests/",
  ],
  exitCodes: [
    "outcomes with --kinds:",
    "  agree         Required agrees with Allowed, which says that some end satisfies the proposition",
    "  too weak      an end is allowed that the kinds file rules out",
    "  unsound       an end is ruled out that the kinds file allows",
    "  unpublished   the kinds file has no verdict of the test",
    "  unsupported, undecided, invalid: walkcheck itself has no verdict, and says why",
    "",
    "exit codes: 0 every test has a verdict, and none is wrong; 1 one is too weak or unsound; 2 bad input: one",
    "            is invalid or unsupported; 3 one is undecided or was not run; 70 internal fault. Of several,",
    "            1 comes before 2, and 2 before 3.",
  ],
  run: async (args, session) => {
    if (args.get(options.trace) !== null && !args.get(options.witness)) {
      throw new Diagnostic({
        kind: "usage",
        what: "--trace says how to show a trace, and there are none",
        next: "Ask for them with --witness, or leave --trace out.",
      });
    }
    const { runLitmusCommand } = await import("../run-litmus.ts");
    return runLitmusCommand(args, session);
  },
};
