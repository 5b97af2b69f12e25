import { beforeAll, describe, expect, it } from "vitest";
import type { LitmusOutcome } from "../../frontend/litmus/result.ts";
import { Agreement } from "./agreement.ts";
import { differences } from "./differences.ts";
import { PATIENCE, run, runUnreduced } from "./run.ts";
import { isShared, randomTests, settings, type RandomTest } from "./shared.ts";

interface Ran {
  readonly test: RandomTest;
  readonly outcome: LitmusOutcome;
}

describe.skipIf(!isShared)("random tests", () => {
  describe.each(settings)("(%s)", (setting) => {
    let ran: readonly Ran[] = [];
    beforeAll(async () => {
      const all: Ran[] = [];
      for (const test of randomTests()) all.push({ test, outcome: await run(test, setting) });
      ran = all;
    }, PATIENCE);

    it("end in herd7's final states, neither more nor fewer", () => {
      const agreement = new Agreement("final states", setting);
      for (const { test, outcome } of ran) {
        const herds = test.states[setting];
        if (herds === null) continue;
        const { noVerdict, finalStates } = outcome;
        const open = noVerdict === null ? [] : [`no verdict: ${noVerdict.message}`];
        agreement.add(test, [
          ...open,
          ...differences(finalStates, herds, { missing: "missing", extra: "extra" }),
        ]);
      }
      expect(agreement.compared).toBeGreaterThan(300);
      agreement.expectRecord();
    });

    it("end in the same states where no step is shared", async () => {
      const different: Record<string, readonly string[]> = {};
      for (const { test, outcome } of ran) {
        const unreduced = await runUnreduced(test, setting, 20_000);
        const found =
          unreduced === null
            ? ["too many states"]
            : differences(outcome.finalStates, unreduced.finalStates, { missing: "lost", extra: "made up" });
        if (found.length > 0) different[test.id] = found;
      }
      expect(different).toEqual({});
    });
  });

  it("are flagged where herd7 flags them", async () => {
    const agreement = new Agreement("flags", "base");
    for (const test of randomTests()) {
      const { flags } = await run(test, "base");
      agreement.add(test, differences(flags, test.flags, { missing: "not flagged", extra: "flagged" }));
    }
    agreement.expectRecord();
  });
});
