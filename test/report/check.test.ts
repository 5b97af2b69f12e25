import { describe, expect, it } from "vitest";
import { checkText } from "../../report/terminal/check.ts";
import { compactText, variantsSummary } from "../../report/terminal/variants.ts";
import { canvas, counterexample, detail, livelock, reached, refuted, report, result } from "./fixtures.ts";

const { steps } = counterexample;
const last = steps.slice(-1);

describe("the report of a run", () => {
  it("explains a refutation", async () => {
    const text = checkText(report(result([refuted, reached])), detail(), canvas(100));
    await expect(text).toMatchFileSnapshot("golden/check-refuted.txt");
  });

  it("shows the tables that were asked for", async () => {
    const text = checkText(report(result([refuted])), detail({ trace: "off", stats: true }), canvas(100));
    await expect(text).toMatchFileSnapshot("golden/check-stats.txt");
  });

  it("marks a verdict that the spec does not expect", () => {
    const text = checkText(report(result([livelock])), detail(), canvas(100));
    expect(text).toContain("(UNEXPECTED: the spec expects PROVED)");
    expect(text).toContain("steps 2 to 4 repeat for ever");
  });

  it("does not call a bound a contradiction", () => {
    const hit = { kind: "depth", limit: 20 } as const;
    const undecided = {
      ...refuted,
      verdict: "UNDECIDED",
      reason: { kind: "bound", hit },
      witness: null,
      trace: null,
    } as const;
    const text = checkText(
      report(result([undecided], { hit, exhausted: false }), "merged", 3),
      detail(),
      canvas(100),
    );
    expect(text).toContain("depth bound 20 hit: nothing found up to it");
    expect(text).toContain("(the spec expects PROVED)");
    expect(text).not.toContain("UNEXPECTED");
  });

  it("ends with a command that reproduces it only when it fails", () => {
    const failing = checkText(report(result([refuted])), detail(), canvas(100));
    expect(failing.trimEnd().split("\n").at(-1)).toBe("reproduce    walkcheck check slot --variant v4");
    const passing = checkText(report(result([reached]), "v4", 0), detail(), canvas(100));
    expect(passing).not.toContain("reproduce");
  });

  it("refers to the steps that an earlier trace has shown", () => {
    const again = { ...refuted, property: "used" };
    const longer = {
      ...refuted,
      property: "mapped",
      trace: { ...counterexample, steps: [...steps, ...last] },
    };
    const text = checkText(report(result([refuted, again, longer])), detail(), canvas(100));
    expect(text.split("\n").filter((line) => line.includes("dsb(nsh)  "))).toHaveLength(1);
    expect(text).toContain("(the same 8 steps as for bbm)");
    expect(text).toContain("(steps 1 to 8 as for bbm)");
    const full = checkText(report(result([refuted, again])), detail({ trace: "diff" }), canvas(100));
    expect(full).not.toContain("as for bbm");
  });

  it("shows the way to a reached state only when its property was asked for", () => {
    const run = report(result([reached]), "v4", 0);
    expect(checkText(run, detail(), canvas(100))).not.toContain("  2  dsb(nshst)");
    expect(checkText(run, detail({ asked: true }), canvas(100))).toContain("  2  dsb(nshst)");
  });
});

describe("the report of all variants", () => {
  it("has verdicts, no traces, and says how to get one", async () => {
    const reports = [report(result([refuted, reached])), report(result([reached]), "merged", 0)];
    const text = reports.map((each) => compactText(each, detail(), canvas(100))).join("");
    const summary = variantsSummary(reports, "walkcheck check slot", canvas(100));
    await expect(text + summary).toMatchFileSnapshot("golden/check-variants.txt");
  });
});
