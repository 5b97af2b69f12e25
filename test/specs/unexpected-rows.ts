import { expect } from "vitest";
import { planVariant } from "../../specs/plan.ts";
import { isUnexpected, rowsOf, type Row } from "../../specs/row.ts";
import { execute } from "../../specs/run.ts";
import type { Spec } from "../../specs/spec.ts";

/** Runs a variant in every setting that the matrix of its spec names: the verdicts that it does not expect. */
export async function unexpectedRows(spec: Spec, variant: string): Promise<readonly Row[]> {
  const unexpected: Row[] = [];
  for (const run of planVariant(spec, variant)) {
    if (run.properties.length === 0) continue;
    const rows = rowsOf(await execute(run));
    expect(rows.length).toBeGreaterThan(0);
    unexpected.push(...rows.filter(isUnexpected));
  }
  return unexpected;
}
