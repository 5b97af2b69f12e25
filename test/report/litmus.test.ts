import { describe, expect, it } from "vitest";
import type { LitmusOutcome } from "../../frontend/litmus/result.ts";
import { litmusJson } from "../../report/json/litmus.ts";
import { jsonText } from "../../report/json/value.ts";
import type { LitmusRow } from "../../report/litmus-row.ts";
import { litmusCommand } from "../../report/reproduce.ts";
import { litmusSummary } from "../../report/terminal/litmus-summary.ts";
import { litmusTable } from "../../report/terminal/litmus-table.ts";
import { litmusTestLines } from "../../report/terminal/litmus-test.ts";
import { litmusStatusLine } from "../../report/terminal/status-line.ts";
import { canvas, counterexample, detail } from "./fixtures.ts";

function outcome(name: string, more: Partial<LitmusOutcome> = {}): LitmusOutcome {
  return {
    name,
    verdict: "Allowed",
    noVerdict: null,
    finalStates: ["0:X1=0;", "0:X1=1;"],
    satisfying: ["0:X1=1;"],
    flags: [],
    states: 12_345,
    seconds: 1.5,
    assumptions: [],
    witness: null,
    ...more,
  };
}

const noVerdict = { verdict: null, states: 0, seconds: 0, finalStates: [], satisfying: [] } as const;
const loop = "a loop of P0 was left after 2 rounds";

const rows: readonly LitmusRow[] = [
  { file: "MP.litmus", outcome: outcome("MP"), expected: "Allowed", status: "agree" },
  {
    file: "SB.litmus",
    outcome: outcome("SB", { flags: ["Warning-BBM-expected"], assumptions: [loop] }),
    expected: "Forbidden",
    status: "too weak",
  },
  {
    file: "LB+dmb.litmus",
    outcome: outcome("LB+dmb", { verdict: "Forbidden", satisfying: [], assumptions: [loop] }),
    expected: "Allowed",
    status: "unsound",
  },
  {
    file: "new.litmus",
    outcome: outcome("new", { verdict: "Required" }),
    expected: null,
    status: "unpublished",
  },
  {
    file: "simd.litmus",
    outcome: outcome("simd", {
      ...noVerdict,
      noVerdict: {
        kind: "unsupported",
        message: "simd.litmus:7:2: FADD is not an instruction of the machine",
      },
    }),
    expected: "Allowed",
    status: "unsupported",
  },
  {
    file: "long.litmus",
    outcome: outcome("long", {
      ...noVerdict,
      states: 1_000_000,
      seconds: 70,
      noVerdict: { kind: "undecided", message: "states bound 1,000,000 hit" },
    }),
    expected: "Forbidden",
    status: "undecided",
  },
  {
    file: "letter.txt",
    outcome: outcome("letter", {
      ...noVerdict,
      noVerdict: { kind: "invalid", message: "letter.txt:1:1: there is no header\n  Dear Sir\n  ^" },
    }),
    expected: null,
    status: "invalid",
  },
  { file: "later.litmus", outcome: null, expected: null, status: "not run" },
];

const names = rows.map(({ file }) => file.replace(".litmus", ""));

describe("the table of litmus tests", () => {
  it("compares, counts by outcome, and gives the reason for every test without a verdict", async () => {
    const table = litmusTable(names, true, canvas(100));
    const reproduce = [litmusCommand("a b.litmus", [["kinds", "kinds.txt"]])];
    const summary = litmusSummary({ rows, kinds: { file: "kinds.txt", others: 2 }, reproduce }, canvas(100));
    const lines = [
      table.heading(),
      ...rows.filter(({ status }) => status !== "not run").map(table.line),
      summary,
    ];
    await expect(lines.join("\n")).toMatchFileSnapshot("golden/litmus-compared.txt");
  });

  it("has no columns and no counts of a comparison that was not asked for", async () => {
    const judged = rows.map((row) => {
      const status = row.outcome?.verdict === null || row.outcome === null ? row.status : ("judged" as const);
      return { ...row, expected: null, status };
    });
    const table = litmusTable(names, false, canvas(100));
    const summary = litmusSummary({ rows: judged, kinds: null, reproduce: [] }, canvas(100));
    const lines = [
      table.heading(),
      ...judged.filter(({ status }) => status !== "not run").map(table.line),
      summary,
    ];
    await expect(lines.join("\n")).toMatchFileSnapshot("golden/litmus.txt");
  });

  it("alarms where a verdict is wrong, and only there", () => {
    const table = litmusTable(names, true, canvas(100, true));
    const alarm = "\u001B[1;31m";
    const alarming = rows.filter((row) => table.line(row).includes(alarm)).map(({ status }) => status);
    expect(alarming).toEqual(["too weak", "unsound"]);
  });
});

describe("a litmus test that is looked at alone", () => {
  const row: LitmusRow = {
    file: "MP.litmus",
    outcome: outcome("MP", { witness: counterexample }),
    expected: null,
    status: "judged",
  };

  it("shows its final states and the way to one that satisfies its proposition", async () => {
    const lines = litmusTestLines(row, true, detail(), canvas(100));
    await expect(lines.join("\n")).toMatchFileSnapshot("golden/litmus-witness.txt");
  });

  it("shows also the way to an end that its `forall` rules out", () => {
    const refuted = { ...row, outcome: outcome("MP", { counterexample }) };
    const lines = litmusTestLines(refuted, true, detail(), canvas(100));
    expect(lines[1]).toContain(
      "a shortest way to an end that does not satisfy it, as `forall` claims, takes 8 steps",
    );
  });

  it("has nothing beneath it among others, unless there is a trace to show", () => {
    const witnessed = { ...row, outcome: outcome("MP") };
    expect(litmusTestLines(witnessed, false, detail(), canvas(100))).toEqual([]);
    expect(litmusTestLines(row, false, detail({ trace: "off" }), canvas(100))).toEqual([]);
    const lines = litmusTestLines(row, false, detail(), canvas(100));
    expect([lines.at(0), lines.at(-1)]).toEqual(["", ""]);
    expect(lines.join("\n")).not.toContain("final states");
  });
});

it("the status line of litmus tests fits", () => {
  const progress = { finished: 12, tests: 469, seconds: 3.25, latest: "MP+dmb.sy+dsb-tlbi-dsb" };
  expect(litmusStatusLine(progress, 100)).toBe("litmus: 12 of 469 tests, 3.25 s, MP+dmb.sy+dsb-tlbi-dsb");
  expect(litmusStatusLine(progress, 30)).toHaveLength(29);
});

describe("litmus tests as JSON", () => {
  it("are all there, in their order", async () => {
    const witnessed = rows.map((row, index) =>
      index === 0 ? { ...row, outcome: outcome("MP", { witness: { ...counterexample, steps: [] } }) } : row,
    );
    await expect(jsonText(litmusJson(witnessed))).toMatchFileSnapshot("golden/litmus.json");
  });
});
