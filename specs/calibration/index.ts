import { Diagnostic } from "../../checker/diagnostic.ts";
import type { Verdict } from "../../checker/result.ts";
import { compile } from "../../model/index.ts";
import { anyModel, type Expected, type Variant } from "../spec.ts";
import { defineSpec } from "../validate.ts";
import { pendingRows, until, type PendingRow } from "./pending-rows.ts";
import { propertySentences, type CalibrationProperty } from "./properties.ts";
import { rows, type Result, type Row } from "./rows.ts";
import { litmusScenario } from "./scenario.ts";

const parameters = {
  ets2: { about: "FEAT_ETS2", values: ["no", "yes"] },
} as const;

type Cells = Readonly<Record<CalibrationProperty, Expected<typeof parameters>>>;

/** The litmus tests that every other spec rests on: the machine gives the published result of each, or it is wrong. */
export const calibration = defineSpec({
  name: "calibration",
  about: "the published litmus tests of Arm's virtual memory model, as a sanity check of the machine",
  sources: [
    "rems-project/system-semantics-arm-axiomatic-models, isla_machinery/esop_test_results.csv, column Strong",
    "Simner et al., Relaxed virtual memory in Armv8-A, ESOP 2022",
    "the same repository's nightly regression file of 2022-12-21 (CoWTf.inv+dsb)",
  ],
  parameters,
  variants: Object.fromEntries(
    [...rows, ...pendingRows].map(({ name, about }): [string, Variant] => [name, { about }]),
  ),
  properties: propertySentences,
  expected: Object.fromEntries([
    ...rows.map((row) => [row.name, judged(row)] as const),
    ...pendingRows.map((row) => [row.name, pending(row)] as const),
  ]),
  model: (variant, { ets2 }) => {
    const row = rows.find(({ name }) => name === variant);
    if (row === undefined) throw cannotRun(variant);
    return anyModel(compile(litmusScenario(row.name, row.test, ets2 === "yes")));
  },
});

function judged({ published, because, ets2 }: Row): Cells {
  return {
    "outcome-reachable": {
      verdict: verdictOf(published),
      ...(because === undefined ? {} : { because }),
      ...(ets2 === undefined
        ? {}
        : { when: [{ setting: { ets2: "yes" }, verdict: verdictOf(ets2.result), because: ets2.because }] }),
    },
    "premise-reachable": "PROVED",
  };
}

/** A forbidden outcome is one that an exhausted search has not found. */
function verdictOf(result: Result): Verdict {
  switch (result) {
    case "allowed":
      return "PROVED";
    case "forbidden":
      return "REFUTED";
  }
}

function pending({ published, needs }: PendingRow): Cells {
  const cell = { pending: `published as ${published}; it needs ${needs}`, until };
  return { "outcome-reachable": cell, "premise-reachable": cell };
}

function cannotRun(variant: string): Diagnostic {
  const row = pendingRows.find(({ name }) => name === variant);
  return new Diagnostic({
    kind: "spec",
    what: `${variant} cannot be run yet`,
    ...(row === undefined ? {} : { why: `it needs ${row.needs}` }),
    next: `It waits until ${until}.`,
  });
}
