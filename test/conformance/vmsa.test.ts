import { relative } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { LitmusOutcome } from "../../frontend/litmus/result.ts";
import { statusOf } from "../../frontend/litmus/status.ts";
import { walkcheck } from "../cli/walkcheck.ts";
import { root } from "../docs/reader.ts";
import { Agreement } from "./agreement.ts";
import { differences } from "./differences.ts";
import { PATIENCE, run } from "./run.ts";
import { catalogue, directoryOf, isShared, settings, type CatalogueTest, type Setting } from "./shared.ts";
import { differentUnshared } from "./unshared.ts";

interface Ran {
  readonly test: CatalogueTest;
  readonly outcome: LitmusOutcome;
}

/** Every test in a setting, run once. */
const ran = new Map<Setting, readonly Ran[]>();
const ranIn = (setting: Setting): readonly Ran[] => ran.get(setting) ?? [];

describe.skipIf(!isShared)("Arm's VMSA catalogue", () => {
  beforeAll(async () => {
    for (const setting of settings) {
      const all: Ran[] = [];
      for (const test of catalogue()) all.push({ test, outcome: await run(test, setting) });
      ran.set(setting, all);
    }
  }, PATIENCE);

  describe.each(settings)("(%s)", (setting) => {
    it("is supported and decided in full, also where herd7 does not finish", () => {
      expect(ranIn(setting).length).toBeGreaterThan(400);
      const open = ranIn(setting).filter(({ outcome }) => outcome.verdict === null);
      expect(open.map(({ test, outcome }) => `${test.id}: ${outcome.noVerdict?.message ?? ""}`)).toEqual([]);
      const unanswered = ranIn(setting).filter(({ test }) => test.herd[setting] === null);
      expect(unanswered.length).toBeGreaterThan(10);
    });

    it("has the published verdicts, where Required is one way to be Allowed, and herd7's own", () => {
      const agreement = new Agreement("verdict", setting);
      for (const { test, outcome } of ranIn(setting)) {
        const [published, herd] = [test.published[setting], test.herd[setting]];
        if (published === null && herd === null) continue;
        const agrees = published === null || statusOf(outcome, published, true) === "agree";
        agreement.add(test, [
          ...(agrees ? [] : [`${outcome.verdict}, published ${published}`]),
          ...(herd === null || herd === outcome.verdict ? [] : [`${outcome.verdict}, herd7 ${herd}`]),
        ]);
      }
      expect(agreement.compared).toBeGreaterThan(440);
      agreement.expectRecord();
    });

    it("names each test as its header does", () => {
      const wrong = ranIn(setting).filter(({ test, outcome }) => test.name !== outcome.name);
      expect(wrong.map(({ test }) => test.id)).toEqual([]);
    });

    it("ends in the same states where no step is shared, as far as small tests go", async () => {
      const small = ranIn(setting).filter(({ outcome }) => outcome.states <= SMALL);
      expect(small.length).toBeGreaterThan(400);
      expect(await differentUnshared(small, setting)).toEqual({});
    });
  });

  it("is flagged where herd7 flags it", () => {
    const agreement = new Agreement("flags", "base");
    for (const { test, outcome } of ranIn("base")) {
      if (test.herd.base === null) continue;
      // What herd7 flags beside break-before-make is spelling of instructions that is on its way out.
      const herds = test.flags.filter((flag) => flag === "Warning-BBM-expected");
      agreement.add(test, differences(outcome.flags, herds, { missing: "not flagged", extra: "flagged" }));
    }
    agreement.expectRecord();
  });

  it("agrees on the command line, in every thread there is", async () => {
    const directory = relative(root, directoryOf("vmsa"));
    for (const feature of [[], ["--feature", "ets2"]]) {
      const words = ["litmus", ...feature, "--kinds", `${directory}/expected.json`, directory];
      const { code, stdout, stderr } = await walkcheck(words);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^469 tests: \d+ agree, 0 too weak, 0 unsound; 1[23] unpublished$/m);
    }
  });
});

/** Of a test whose states are all visited twice: the few larger ones take longer than all others together. */
const SMALL = 300;
