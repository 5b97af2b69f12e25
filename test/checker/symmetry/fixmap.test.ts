import { describe, expect, test } from "vitest";
import { modes } from "../../../bench/fixmap/mode.ts";
import { fixmapModel } from "../../../bench/fixmap/model.ts";
import { sizes } from "../../../bench/fixmap/sizes.ts";
import { check } from "../../../checker/check.ts";
import type { CheckResult } from "../../../checker/result.ts";
import { symmetryOf } from "../../../checker/symmetry/model-symmetry.ts";

function answers<S>({ properties, statistics }: CheckResult<S>) {
  const shown = properties.map(({ property, verdict, trace }) => [property, verdict, trace?.steps.length]);
  return { shown, depth: statistics.depth };
}

describe("the benchmark's protocol, whose PEs, pages and frames are interchangeable", () => {
  test("size M has the states and firings of Rumur's exhaustive symmetry reduction", async () => {
    const { verdict, statistics, reductions } = await check(fixmapModel(sizes.M, "correct"), {
      symmetry: "full",
      exhaust: true,
    });
    expect(verdict).toBe("PROVED");
    expect([statistics.states, statistics.rulesFired]).toEqual([66_754, 443_480]);
    expect(reductions.symmetry).toEqual({ order: 24, sorts: ["PE", "page", "frame"], automorphisms: [] });
  }, 60_000);

  test.each(modes)(
    "%s: verdicts, depth and lengths of traces are those of the unreduced search",
    async (mode) => {
      const model = fixmapModel(sizes.XS, mode);
      for (const exhaust of [true, false]) {
        const off = answers(await check(model, { exhaust }));
        expect(answers(await check(model, { exhaust, symmetry: "full" }))).toEqual(off);
      }
    },
  );

  test.each(modes)(
    "%s: its symmetry is proved for every state of the domains, so that none is checked",
    (mode) => {
      const symmetry = symmetryOf(fixmapModel(sizes["3321"], mode), "fold");
      expect(symmetry?.verified).toBe(true);
      expect(symmetry?.classes).not.toContain(null);
    },
  );

  test("one property alone is judged for all pages that it might be about", async () => {
    const model = fixmapModel(sizes.XS, "local-tlbi");
    for (const property of ["no-use-after-revoke(page0)", "no-use-after-revoke(page1)"]) {
      const { properties } = await check(model, { symmetry: "full", properties: [property] });
      const found = properties.map(({ verdict, trace, witness }) => [
        verdict,
        trace?.steps.length,
        witness?.facts["page"],
      ]);
      expect(found).toEqual([["REFUTED", 12, Number(property.at(-2))]]);
    }
  });
});
