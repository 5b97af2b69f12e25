import { describe, expect, test } from "vitest";
import { kvmNormalNcReset } from "../../../specs/kvm-normal-nc-reset/index.ts";
import { planVariant } from "../../../specs/plan.ts";
import { isUnexpected, rowsOf } from "../../../specs/row.ts";
import { execute } from "../../../specs/run.ts";
import { variantNames } from "./settings.ts";

describe("the matrix of the brief", () => {
  test.each(variantNames)(
    "%s gives the expected verdicts at every setting that the matrix names",
    async (variant) => {
      for (const run of planVariant(kvmNormalNcReset, variant)) {
        if (run.properties.length === 0) continue;
        const rows = rowsOf(await execute(run));
        expect(rows.length).toBeGreaterThan(0);
        expect(rows.filter(isUnexpected)).toEqual([]);
      }
    },
  );
});
