import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { Diagnostic } from "../../checker/diagnostic.ts";
import type { EngineName } from "../../checker/engine/engine.ts";
import { compile, type Features } from "../../model/index.ts";
import { calibration } from "../../specs/calibration/index.ts";
import type { LitmusTest } from "../../specs/calibration/litmus-test.ts";
import { pendingRows } from "../../specs/calibration/pending-rows.ts";
import { rows, type Row } from "../../specs/calibration/rows.ts";
import { litmusScenario } from "../../specs/calibration/scenario.ts";
import { planVariant } from "../../specs/plan.ts";
import { isUnexpected, type Row as SuiteRow } from "../../specs/row.ts";
import type { Spec } from "../../specs/spec.ts";
import { runSuite } from "../../specs/suite.ts";
import { engines, resultOf } from "../checker/results.ts";

/**
 * The brief's table once more: the spec's own data must not drift from it. Name, published result, and what
 * follows from the rules of FEAT_ETS2.
 */
const published = [
  ["CoWTf.inv+po", "allowed", "forbidden"],
  ["CoWTf.inv+dsb", "allowed", "forbidden"],
  ["CoWTf.inv+dsb-isb", "forbidden", "forbidden"],
  ["CoWinvT+dsb-isb", "allowed", "allowed"],
  ["CoWinvT.EL1+dsb-tlbi-dsb", "allowed", "forbidden"],
  ["CoWinvT.EL1+dsb-tlbi-dsb-isb", "forbidden", "forbidden"],
  ["MP.RT.EL1+dsb-tlbi-dsb+dsb-isb", "allowed", "allowed"],
  ["MP.RT.EL1+dsb-tlbiis-dsb+dsb-isb", "forbidden", "forbidden"],
  ["MP.RT.EL1+dsb-tlbiis-dsb+dmb", "forbidden", "forbidden"],
  ["MP.BBM1+dsb-tlbiis-dsb-dsb+dsb-isb", "forbidden", "forbidden"],
  ["BBM+dsb-tlbiis-dsb", "allowed", "allowed"],
  ["MP.RTf.inv+dmb+po", "allowed", "forbidden"],
  ["MP.RTf.inv+dmb+addr", "forbidden", "forbidden"],
  ["MP.RTf.inv+dmb+dsb-isb", "forbidden", "forbidden"],
] as const;

const settings = [false, true] as const;

function rowCalled(name: string): Row {
  const row = rows.find((each) => each.name === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
}

interface How {
  readonly ets2?: boolean;
  readonly engine?: EngineName;
  readonly walks?: Features["walks"];
}

function search(
  name: string,
  litmus: LitmusTest,
  { ets2 = false, engine, walks = "may-be-cached" }: How = {},
) {
  const scenario = litmusScenario(name, litmus, ets2);
  const model = compile({ ...scenario, features: { ...scenario.features, walks } });
  return check(model, engine === undefined ? {} : { engine });
}

async function outcome(name: string, litmus: LitmusTest, how: How = {}): Promise<"allowed" | "forbidden"> {
  const result = await search(name, litmus, how);
  // Every one of these searches is small enough to be finished, and none may be vacuous or hang.
  expect(resultOf(result, "premise-reachable").verdict).toBe("PROVED");
  expect(resultOf(result, "no-deadlock").verdict).toBe("PROVED");
  const { verdict, reason } = resultOf(result, "outcome-reachable");
  if (verdict === "PROVED") return "allowed";
  expect({ verdict, reason }).toEqual({ verdict: "REFUTED", reason: { kind: "unreachable" } });
  return "forbidden";
}

describe.each(engines)("on the %s engine", (engine) => {
  test.each(published)("%s is %s, and with FEAT_ETS2 %s", async (name, without, withEts2) => {
    const { test: litmus } = rowCalled(name);
    expect(await outcome(name, litmus, { engine })).toBe(without);
    expect(await outcome(name, litmus, { engine, ets2: true })).toBe(withEts2);
  });
});

test("every published test is a variant, and those that the machine cannot run are pending", () => {
  expect(rows.map(({ name }) => name)).toEqual(published.map(([name]) => name));
  expect(pendingRows).toHaveLength(7);
  expect(Object.keys(calibration.variants)).toHaveLength(21);
  const pending = pendingRows.flatMap(({ name }) => planVariant(calibration, name));
  expect(pending.map(({ properties }) => properties)).toEqual(pendingRows.map(() => []));
  expect(pending.flatMap(({ skipped }) => skipped.map(({ kind }) => kind))).toEqual(
    Array.from({ length: 14 }, () => "pending"),
  );
});

test("the suite finds every verdict as expected and builds no pending variant", async () => {
  const built: string[] = [];
  const watched: Spec = {
    ...calibration,
    model: (variant, setting) => {
      built.push(variant);
      return calibration.model(variant, setting);
    },
  };
  const runs = Object.keys(watched.variants).flatMap((variant) => planVariant(watched, variant));
  const table: SuiteRow[] = [];
  for await (const run of runSuite(runs)) table.push(...run.rows);
  expect(table.filter(isUnexpected)).toEqual([]);
  expect(table.filter(({ kind }) => kind === "pending")).toHaveLength(14);
  expect([...new Set(built)]).toEqual(rows.map(({ name }) => name));
  // Four rows are run with FEAT_ETS2 too: those it flips.
  expect(built).toHaveLength(rows.length + 4);
});

test.each(pendingRows)(
  "whoever builds the pending $name all the same is told what it waits for",
  ({ name }) => {
    const build = () => calibration.model(name, { ets2: "no" });
    expect(build).toThrow(Diagnostic);
    expect(build).toThrow(/cannot be run yet/);
  },
);

test.each(published)("the traces of %s end in a final state of the machine", async (name) => {
  const scenario = litmusScenario(name, rowCalled(name).test, false);
  const model = compile(scenario);
  const { properties } = await check(model);
  const ends = properties.flatMap(({ trace }) => trace?.steps.at(-1)?.state ?? []);
  expect(ends.length).toBeGreaterThan(0);
  expect(ends.map((state) => model.end?.(state))).toEqual(ends.map(() => "final"));
});

describe("the unreduced TLB gives the same results as the may-be-cached set", () => {
  test.each(published)("%s", async (name) => {
    const { test: litmus } = rowCalled(name);
    for (const ets2 of settings) {
      const reduced = await outcome(name, litmus, { ets2 });
      expect(await outcome(name, litmus, { ets2, walks: "explicit" })).toBe(reduced);
    }
  });
});
