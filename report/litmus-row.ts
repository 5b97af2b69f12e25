import type { LitmusOutcome, LitmusVerdict } from "../frontend/litmus/result.ts";
import type { LitmusStatus } from "../frontend/litmus/status.ts";

/** A litmus test as every report of it needs it. */
export interface LitmusRow {
  /** As it was given. */
  readonly file: string;
  /** null: an interrupt came first. */
  readonly outcome: LitmusOutcome | null;
  /** What the kinds file says; null where it says nothing, or there is none. */
  readonly expected: LitmusVerdict | null;
  readonly status: LitmusStatus;
}

/** Whether the test is not as it should be, and running it again is how to look closer. */
export function isFailed({ status }: LitmusRow): boolean {
  return status === "unsound" || status === "too weak" || status === "undecided";
}

/** Whether the test was refused before anything was run. */
export function isRefused({ status }: LitmusRow): boolean {
  return status === "invalid" || status === "unsupported";
}
