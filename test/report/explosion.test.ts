import { describe, expect, it } from "vitest";
import { unbounded } from "../../checker/bounds.ts";
import { checkText } from "../../report/terminal/check.ts";
import { explosionLines } from "../../report/terminal/explosion.ts";
import { canvas, detail, reached, report, result } from "./fixtures.ts";

const hit = { kind: "states", limit: 5000 } as const;
const { statistics } = result([reached]);
const stopped = result([reached], {
  hit,
  exhausted: false,
  bounds: { ...unbounded, memory: 2 ** 30 },
  statistics: { ...statistics, states: 5000, bytes: 500_000, levels: [800, 400, 200], frontier: 200 },
});

const lines = (checked: typeof stopped) => explosionLines(checked, canvas(200)).join("\n");

describe("the explosion report", () => {
  it("is shown for a search that a bound ended, and for others only with statistics", () => {
    const explained = (checked: typeof stopped, stats: boolean) =>
      checkText(report(checked), detail({ stats }), canvas(100)).includes("\ngrowth ");
    expect(explained(stopped, false)).toBe(true);
    expect(explained(result([reached]), false)).toBe(false);
    expect(explained(result([reached]), true)).toBe(true);
  });

  it("says what is left, and that it is an estimate", () => {
    expect(lines(stopped)).toContain(
      "400, 200 new states (times 0.50 per level): about 200 states left, as an estimate",
    );
    const growing = { ...stopped, statistics: { ...stopped.statistics, levels: [100, 200] } };
    expect(lines(growing)).toContain("(times 2.00 per level): as an estimate, no end is in sight");
  });

  it("names rules by a step of theirs, and fields by how many values they take, in a sample if so", () => {
    expect(lines(stopped)).toContain("1,000 (24%) by instruction, as in PE0: dsb(nshst)");
    expect(lines(stopped)).toContain("in a sample of 1,234 of 5,000 states: pes[1].cached 4, pte 3");
  });

  it("says what memory has room for, and what the process took", () => {
    const words =
      "100 B per state, so the bound of 1.0 GB holds about 10,000,000 states; the process took 96.0 MB at most";
    expect(lines(stopped)).toContain(words);
    expect(lines({ ...stopped, bounds: unbounded })).toContain(
      "so 1.0 GB would hold about 10,000,000 states",
    );
  });
});
