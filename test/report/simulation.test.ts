import { describe, expect, it } from "vitest";
import type { Simulation } from "../../checker/result.ts";
import { checkText } from "../../report/terminal/check.ts";
import { statusLine } from "../../report/terminal/status-line.ts";
import { canvas, detail, reached, refuted, report, result } from "./fixtures.ts";

const simulation: Simulation = {
  asked: 2000,
  walks: 2000,
  seed: 7,
  depth: 100,
  steps: 12_345,
  longest: 42,
  rulesFired: 1,
  ends: { "dead-end": 1900, abandoned: 0, decided: 2, depth: 98 },
};
const none = {
  ...refuted,
  property: "used",
  verdict: "UNDECIDED",
  reason: { kind: "simulation", walks: 2000, seed: 7 },
  witness: null,
  trace: null,
} as const;
const broken = { ...refuted, reason: { kind: "counterexample", walk: 17 } } as const;
const come = { ...reached, property: "mapped", reason: { kind: "reached", walk: 3 } } as const;

const textOf = (more: Partial<Simulation> = {}, stats = false) => {
  const checked = result([broken, none, come], { exhausted: false, simulation: { ...simulation, ...more } });
  return checkText(report(checked, "v4", 0), detail({ stats }), canvas(200));
};

describe("the report of a simulation", () => {
  it("says which walk found what, and that a search may find it nearer", () => {
    expect(textOf()).toContain(
      "random walk 17 breaks it in 8 steps (1 of them implied, at depth 7); that need not be the shortest",
    );
    expect(textOf()).toContain("reached by random walk 3 in 2 steps; that need not be the shortest way");
    expect(textOf()).not.toContain("a shortest");
  });

  it("says that walks prove nothing, and calls that no contradiction", () => {
    expect(textOf()).toContain("2,000 random walks (seed 7) came to no answer");
    expect(textOf()).not.toContain("UNEXPECTED");
    expect(textOf()).toContain(
      "seed 7, not every state (ended: 1,900 at a dead end, 2 at a state that decides a property, 98 at the depth bound)",
    );
  });

  it("has its numbers, and the command with its seed whatever the exit code", () => {
    expect(textOf()).toContain(
      "2,000 walks, 12,345 steps, 1 of 2 rules fired, longest walk 42 steps, 1,234 distinct states",
    );
    expect(textOf()).toContain("\nreproduce ");
  });

  it("says when not all walks were taken, and why", () => {
    expect(textOf({ walks: 12 })).toContain(
      "12 of 2,000 random walks of at most 100 steps, seed 7, not every state, stopped once every property was decided",
    );
  });

  it("has no levels to extrapolate from", () => {
    expect(textOf({}, true)).not.toContain("\ngrowth ");
  });
});

it("the status line counts walks", () => {
  const progress = { states: 9, rulesFired: 8, depth: 7, frontier: 60, bytes: 5, seconds: 4 };
  expect(statusLine("v4", { ...progress, walks: 30 }, 200)).toContain("30 walks, 60 to come");
  expect(statusLine("v4", progress, 200)).toContain("depth 7, queue 60");
});
