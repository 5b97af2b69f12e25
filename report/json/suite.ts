import type { Row } from "../../specs/row.ts";

/** The rows of the suite as data. Cells that are not run have no verdict, and say why. */
export function suiteJson(rows: readonly Row[]): readonly unknown[] {
  return rows.map((row) => {
    const { spec, variant, parameters, property } = row;
    const cell = { spec, variant, parameters, property };
    switch (row.kind) {
      case "judged": {
        const { verdict, expected, states, rulesFired, depth, seconds } = row;
        return { ...cell, verdict, expected, states, rulesFired, depth, seconds };
      }
      case "pending":
        return { ...cell, ...notRun, pending: row.reason, until: row.until };
      case "not-applicable":
        return { ...cell, ...notRun, notApplicable: row.reason };
    }
  });
}

const notRun = { verdict: null, expected: null, states: null, rulesFired: null, depth: null, seconds: null };
