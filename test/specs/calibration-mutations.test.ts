import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { Verdict } from "../../checker/result.ts";
import { compile } from "../../model/index.ts";
import type { LitmusStep, LitmusTest } from "../../specs/calibration/litmus-test.ts";
import { rows } from "../../specs/calibration/rows.ts";
import { litmusScenario } from "../../specs/calibration/scenario.ts";
import { resultOf } from "../checker/results.ts";

/** Whether the outcome of a test is reachable: PROVED says it is allowed. */
async function verdict(litmus: LitmusTest, ets2 = false): Promise<Verdict> {
  const result = await check(compile(litmusScenario("mutation", litmus, ets2)));
  expect(resultOf(result, "premise-reachable").verdict).toBe("PROVED");
  return resultOf(result, "outcome-reachable").verdict;
}

function litmusOf(name: string): LitmusTest {
  const row = rows.find((each) => each.name === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row.test;
}

/** What a forbidden row rests on: the thread's steps with one replaced or (null) dropped, and what it is for. */
type Mutation = readonly [
  row: string,
  thread: "writer" | "reader",
  step: LitmusStep,
  /** Counted from 0 among the equal steps of the thread. */
  occurrence: number,
  by: LitmusStep | null,
];

function mutated([name, thread, step, occurrence, by]: Mutation): LitmusTest {
  const litmus = litmusOf(name);
  const places = litmus[thread].flatMap((each, i) => (each === step ? [i] : []));
  const index = places[occurrence];
  if (index === undefined) throw new Error(`${name} has no ${step} number ${occurrence}`);
  return { ...litmus, [thread]: litmus[thread].toSpliced(index, 1, ...(by === null ? [] : [by])) };
}

describe("every forbidden row becomes allowed", () => {
  const loadBearing: readonly Mutation[] = [
    ["CoWTf.inv+dsb-isb", "writer", "dsb", 0, null],
    ["CoWTf.inv+dsb-isb", "writer", "isb", 0, null],
    ["CoWinvT.EL1+dsb-tlbi-dsb-isb", "writer", "dsb", 0, null],
    ["CoWinvT.EL1+dsb-tlbi-dsb-isb", "writer", "tlbi", 0, null],
    ["CoWinvT.EL1+dsb-tlbi-dsb-isb", "writer", "dsb", 1, null],
    ["CoWinvT.EL1+dsb-tlbi-dsb-isb", "writer", "isb", 0, null],
    ["MP.RT.EL1+dsb-tlbiis-dsb+dsb-isb", "writer", "dsb", 0, null],
    ["MP.RT.EL1+dsb-tlbiis-dsb+dsb-isb", "writer", "tlbiis", 0, "tlbi"],
    ["MP.RT.EL1+dsb-tlbiis-dsb+dsb-isb", "writer", "dsb", 1, null],
    ["MP.RT.EL1+dsb-tlbiis-dsb+dsb-isb", "reader", "dsb", 0, null],
    ["MP.RT.EL1+dsb-tlbiis-dsb+dmb", "writer", "dsb", 0, null],
    ["MP.RT.EL1+dsb-tlbiis-dsb+dmb", "writer", "tlbiis", 0, "tlbi"],
    ["MP.RT.EL1+dsb-tlbiis-dsb+dmb", "writer", "dsb", 1, null],
    ["MP.RT.EL1+dsb-tlbiis-dsb+dmb", "reader", "dmb", 0, null],
    ["MP.BBM1+dsb-tlbiis-dsb-dsb+dsb-isb", "writer", "dsb", 0, null],
    ["MP.BBM1+dsb-tlbiis-dsb-dsb+dsb-isb", "writer", "tlbiis", 0, "tlbi"],
    ["MP.BBM1+dsb-tlbiis-dsb-dsb+dsb-isb", "reader", "dsb", 0, null],
    ["MP.RTf.inv+dmb+addr", "writer", "dmb", 0, null],
    ["MP.RTf.inv+dmb+addr", "reader", "use-addr", 0, "use"],
    ["MP.RTf.inv+dmb+dsb-isb", "writer", "dmb", 0, null],
    ["MP.RTf.inv+dmb+dsb-isb", "reader", "dsb", 0, null],
    ["MP.RTf.inv+dmb+dsb-isb", "reader", "isb", 0, null],
  ];

  test.each(loadBearing)("%s without what the %s's %s number %i does", async (...mutation) => {
    expect(await verdict(mutated(mutation))).toBe("PROVED");
  });

  test("in at least one way each", () => {
    const forbidden = rows.filter(({ published }) => published === "forbidden").map(({ name }) => name);
    expect([...new Set(loadBearing.map(([name]) => name))]).toEqual(forbidden);
  });
});

describe("some barriers carry nothing for their own row", () => {
  const redundant: readonly (readonly [why: string, ...Mutation])[] = [
    // vmsa-semantics T9: the TLBI's DSB waits for the reader's access, so that access need only come after the message.
    [
      "the reader's access is ordered, its walk need not be",
      "MP.RT.EL1+dsb-tlbiis-dsb+dsb-isb",
      "reader",
      "isb",
      0,
      null,
    ],
    [
      "the reader's access is ordered, its walk need not be",
      "MP.BBM1+dsb-tlbiis-dsb-dsb+dsb-isb",
      "reader",
      "isb",
      0,
      null,
    ],
    ["the later DSB completes the TLBI too", "MP.BBM1+dsb-tlbiis-dsb-dsb+dsb-isb", "writer", "dsb", 1, null],
    [
      "the message may overtake the new mapping, the old one is gone",
      "MP.BBM1+dsb-tlbiis-dsb-dsb+dsb-isb",
      "writer",
      "dsb",
      2,
      null,
    ],
  ];

  test.each(redundant)("%s: %s without the %s's %s number %i", async (_, ...mutation) => {
    expect(await verdict(mutated(mutation))).toBe("REFUTED");
  });

  test("and with FEAT_ETS2 the ISB of one's own sequence is one of them", async () => {
    const withoutIsb = mutated(["CoWinvT.EL1+dsb-tlbi-dsb-isb", "writer", "isb", 0, null]);
    expect(await verdict(withoutIsb, true)).toBe("REFUTED");
  });
});
