import type { BoundHit } from "../bounds.ts";
import type { Reason, Verdict } from "../result.ts";

/** What a search without a discovery says. */
export interface Coverage {
  /** Every reachable state was visited. */
  readonly exhausted: boolean;
  /** The bound that ended the search. */
  readonly hit: BoundHit | null;
  /** The loop whose declared bound cut a path, or null. */
  readonly cut: string | null;
}

export interface Ruling {
  readonly verdict: Verdict;
  readonly reason: Reason;
}

/** From worst to best: the worst property decides a run. */
const worstFirst: readonly Verdict[] = ["REFUTED", "UNDECIDED", "VACUOUS", "PROVED"];

/** The worst of several verdicts; of none, PROVED. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? "PROVED";
}

/** An `always` that nothing broke, or an `eventually` that nothing escaped. */
export function unrefuted(coverage: Coverage, missedGoals: readonly string[]): Ruling {
  const hit = whyUndecided(coverage);
  if (hit !== null) return undecided(hit);
  if (missedGoals.length > 0) {
    return { verdict: "VACUOUS", reason: { kind: "goals-missed", goals: missedGoals } };
  }
  return { verdict: "PROVED", reason: { kind: "exhausted" } };
}

/** A `sometimes` that was not reached. */
export function unreached(coverage: Coverage): Ruling {
  const hit = whyUndecided(coverage);
  return hit === null ? { verdict: "REFUTED", reason: { kind: "unreachable" } } : undecided(hit);
}

export function undecided(hit: BoundHit): Ruling {
  return { verdict: "UNDECIDED", reason: { kind: "bound", hit } };
}

export const counterexample: Ruling = { verdict: "REFUTED", reason: { kind: "counterexample" } };

export const reached: Ruling = { verdict: "PROVED", reason: { kind: "reached" } };

function whyUndecided({ exhausted, hit, cut }: Coverage): BoundHit | null {
  // A search that stopped because all was decided has undecided nothing; to be safe it counts as interrupted.
  if (!exhausted) return hit ?? { kind: "interrupted" };
  return cut === null ? null : { kind: "loop", where: cut };
}
