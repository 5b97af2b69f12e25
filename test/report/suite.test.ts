import { describe, expect, it } from "vitest";
import { suiteJson } from "../../report/json/suite.ts";
import { suiteSummary, suiteTable } from "../../report/terminal/suite.ts";
import { planVariant } from "../../specs/plan.ts";
import type { Row } from "../../specs/row.ts";
import { canvas, spec } from "./fixtures.ts";

const base = { spec: "slot", variant: "v4", parameters: {} };
const measured = { states: 123_456, rulesFired: 7, depth: 8, seconds: 1.5, because: null };
const rows: readonly Row[] = [
  { ...base, ...measured, kind: "judged", property: "bbm", verdict: "REFUTED", expected: "REFUTED" },
  { ...base, ...measured, kind: "judged", property: "used", verdict: "VACUOUS", expected: "PROVED" },
  { ...base, kind: "not-applicable", property: "locked", reason: "one slot per CPU", until: null },
  { ...base, variant: "merged", kind: "pending", property: "locked", reason: "no locks yet", until: "locks" },
];

describe("the table of the suite", () => {
  it("marks what is unexpected and counts what is not run", async () => {
    const runs = [...planVariant(spec, "v4"), ...planVariant(spec, "merged")];
    const table = suiteTable(runs, canvas(100));
    const summary = {
      rows,
      plannedRuns: 2,
      finishedRuns: 2,
      reproduce: ["walkcheck check slot --variant v4"],
    };
    const lines = [table.heading(), ...rows.map(table.line), suiteSummary(summary, canvas(100))];
    await expect(lines.join("\n")).toMatchFileSnapshot("golden/suite.txt");
  });

  it("says when it was interrupted", () => {
    const summary = { rows, plannedRuns: 9, finishedRuns: 2, reproduce: [] };
    expect(suiteSummary(summary, canvas(100))).toContain("interrupted after 2 of 9 runs");
  });

  it("paints the verdict, not a property of the same name", () => {
    const table = suiteTable(planVariant(spec, "v4"), canvas(100, true));
    const row = { ...base, ...measured, kind: "judged", property: "PROVED", verdict: "PROVED" } as const;
    expect(table.line({ ...row, expected: "PROVED" })).toMatch(/PROVED +\S*\[1;32mPROVED/);
  });
});

describe("the suite as JSON", () => {
  it("has exactly the agreed keys", () => {
    const [judged, , notApplicable, pending] = suiteJson(rows);
    expect(judged).toEqual({
      spec: "slot",
      variant: "v4",
      parameters: {},
      property: "bbm",
      verdict: "REFUTED",
      expected: "REFUTED",
      states: 123_456,
      rulesFired: 7,
      depth: 8,
      seconds: 1.5,
    });
    expect(notApplicable).toMatchObject({ verdict: null, expected: null, notApplicable: "one slot per CPU" });
    expect(pending).toMatchObject({ verdict: null, expected: null, pending: "no locks yet", until: "locks" });
  });
});
