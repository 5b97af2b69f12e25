import { beforeAll, describe, expect, it } from "vitest";
import type { LitmusOutcome } from "../../frontend/litmus/result.ts";
import { Agreement } from "./agreement.ts";
import { differences } from "./differences.ts";
import { PATIENCE, run } from "./run.ts";
import { isShared, randomTests, settings, type RandomTest } from "./shared.ts";
import { differentUnshared } from "./unshared.ts";

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
      expect(await differentUnshared(ran, setting)).toEqual({});
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
