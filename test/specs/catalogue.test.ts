import { describe, expect, it } from "vitest";
import { catalogue } from "../../specs/catalogue.ts";
import { planVariant } from "../../specs/plan.ts";
import { isUnexpected } from "../../specs/row.ts";
import { runSuite } from "../../specs/suite.ts";
import { specProblems } from "../../specs/validate.ts";

describe("the catalogue", () => {
  it("has specs of different names, all valid", () => {
    const names = catalogue.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const spec of catalogue) expect(specProblems(spec)).toEqual([]);
  });

  it.each(catalogue.map((spec) => [spec.name, spec] as const))(
    "%s: every verdict is the expected one",
    async (_, spec) => {
      const runs = Object.keys(spec.variants).flatMap((variant) => planVariant(spec, variant));
      for await (const { rows } of runSuite(runs)) expect(rows.filter(isUnexpected)).toEqual([]);
    },
  );
});
