import type { LitmusOutcome, LitmusVerdict } from "./result.ts";

/** How a test ended, beside what a kinds file says of it. */
export type LitmusStatus =
  /** It has a verdict, and there is nothing to compare it with: no kinds file was given. */
  | "judged"
  | "agree"
  /** walkcheck allows an end that Arm rules out. */
  | "too weak"
  /** walkcheck rules out an end that Arm allows: what it proves may be wrong. */
  | "unsound"
  /** It has a verdict; the kinds file has none for it. */
  | "unpublished"
  | "unsupported"
  | "undecided"
  | "invalid"
  /** An interrupt came first. */
  | "not run";

/** The status of a test whose kinds file, if there is one, expects `expected`. */
export function statusOf(
  outcome: LitmusOutcome | null,
  expected: LitmusVerdict | null,
  compared: boolean,
): LitmusStatus {
  if (outcome === null) return "not run";
  if (outcome.verdict === null) return outcome.noVerdict?.kind ?? "undecided";
  if (!compared) return "judged";
  return expected === null ? "unpublished" : agreement(outcome.verdict, expected);
}

/**
 * A verdict says which ends there are. Allowed: one that satisfies the proposition, and nothing of others, so that
 * Required is one way to agree with an Arm's Allowed. Forbidden: none that does. Required: no other ones. Where both
 * sides lack an end of the other, `unsound` is the worse news.
 */
function agreement(ours: LitmusVerdict, arms: LitmusVerdict): "agree" | "too weak" | "unsound" {
  if (ours === arms) return "agree";
  switch (arms) {
    case "Allowed":
      return ours === "Required" ? "agree" : "unsound";
    case "Forbidden":
      return ours === "Allowed" ? "too weak" : "unsound";
    case "Required":
      return ours === "Allowed" ? "too weak" : "unsound";
  }
}
