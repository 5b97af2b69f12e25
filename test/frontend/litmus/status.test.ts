import { expect, it } from "vitest";
import type { LitmusOutcome, LitmusVerdict, NoVerdict } from "../../../frontend/litmus/result.ts";
import { statusOf } from "../../../frontend/litmus/status.ts";

const outcome = (verdict: LitmusVerdict | null, kind?: NoVerdict["kind"]): LitmusOutcome => ({
  name: "MP",
  verdict,
  noVerdict: kind === undefined ? null : { kind, message: "why" },
  finalStates: [],
  satisfying: [],
  flags: [],
  states: 1,
  seconds: 0,
  assumptions: [],
  witness: null,
});

/** Walkcheck's verdict, Arm's, and what that makes of the test. */
const compared: readonly (readonly [LitmusVerdict, LitmusVerdict, string])[] = [
  ["Allowed", "Allowed", "agree"],
  ["Allowed", "Forbidden", "too weak"],
  ["Allowed", "Required", "too weak"],
  ["Forbidden", "Allowed", "unsound"],
  ["Forbidden", "Forbidden", "agree"],
  ["Forbidden", "Required", "unsound"],
  // Allowed says that some end satisfies the proposition, and all of them may.
  ["Required", "Allowed", "agree"],
  ["Required", "Forbidden", "unsound"],
  ["Required", "Required", "agree"],
];

it.each(compared)("%s where Arm says %s: %s", (ours, arms, status) => {
  expect(statusOf(outcome(ours), arms, true)).toBe(status);
});

it("is never agreement without a verdict on both sides", () => {
  for (const kind of ["invalid", "unsupported", "undecided"] as const) {
    expect(statusOf(outcome(null, kind), "Forbidden", true)).toBe(kind);
    expect(statusOf(outcome(null, kind), null, false)).toBe(kind);
  }
  expect(statusOf(null, "Forbidden", true)).toBe("not run");
  expect(statusOf(outcome("Forbidden"), null, true)).toBe("unpublished");
  expect(statusOf(outcome("Forbidden"), null, false)).toBe("judged");
});
