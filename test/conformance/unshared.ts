import type { LitmusOutcome } from "../../frontend/litmus/result.ts";
import { differences } from "./differences.ts";
import { runUnreduced } from "./run.ts";
import type { Setting, Test } from "./shared.ts";

/** A test with more states than this where no step is shared counts as different. */
const MOST = 20_000;

/** The tests that end in other states where no step is shared, with what is lost or made up. */
export async function differentUnshared(
  ran: Iterable<{ readonly test: Test; readonly outcome: LitmusOutcome }>,
  setting: Setting,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const different: Record<string, readonly string[]> = {};
  for (const { test, outcome } of ran) {
    const unreduced = await runUnreduced(test, setting, MOST);
    const found =
      unreduced === null
        ? ["too many states"]
        : differences(outcome.finalStates, unreduced.finalStates, { missing: "lost", extra: "made up" });
    if (found.length > 0) different[test.id] = found;
  }
  return different;
}
