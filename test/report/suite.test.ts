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
    const lines = [table.heading(), ...table.lines(rows), suiteSummary(summary, canvas(100))];
    await expect(lines.join("\n")).toMatchFileSnapshot("golden/suite.txt");
  });

  it("says when it was interrupted", () => {
    const summary = { rows, plannedRuns: 9, finishedRuns: 2, reproduce: [] };
    expect(suiteSummary(summary, canvas(100))).toContain("interrupted after 2 of 9 runs");
  });

  it("shows of a changed setting what the change makes, and counts what it leaves", () => {
    const table = suiteTable(planVariant(spec, "v4"), canvas(100));
    const judged = { ...base, ...measured, kind: "judged" } as const;
    const own = [
      { ...judged, property: "bbm", verdict: "REFUTED", expected: "REFUTED" },
      { ...judged, property: "used", verdict: "PROVED", expected: "PROVED" },
    ] as const;
    expect(table.lines(own)).toHaveLength(2);
    const changed = own.map((row) => ({ ...row, parameters: { ets2: "yes" } }));
    const [bbm, used] = changed;
    if (bbm === undefined || used === undefined) throw new Error("two rows");
    expect(table.lines(changed).map((line) => line.trim())).toEqual([
      expect.stringMatching(/2 verdicts as without the change$/),
    ]);
    expect(table.lines([{ ...bbm, verdict: "PROVED", expected: "PROVED" }, used])).toEqual([
      expect.stringMatching(/bbm\s+PROVED/),
      expect.stringMatching(/1 other verdict as without the change/),
    ]);
    // What is unexpected is never counted away.
    expect(table.lines([{ ...bbm, expected: "PROVED" }, used])[0]).toContain("<-- unexpected");
  });

  it("paints the verdict, not a property of the same name", () => {
    const table = suiteTable(planVariant(spec, "v4"), canvas(100, true));
    const row = { ...base, ...measured, kind: "judged", property: "PROVED", verdict: "PROVED" } as const;
    expect(table.lines([{ ...row, expected: "PROVED" }])[0]).toMatch(/PROVED +\S*\[1;32mPROVED/);
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
