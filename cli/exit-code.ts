import type { Verdict } from "../checker/result.ts";

/** What the process tells its caller. DESIGN lists the meanings; scripts depend on them. */
export const exitCode = {
  ok: 0,
  refuted: 1,
  /** `suite`: some verdict is not the expected one. */
  unexpected: 1,
  badInput: 2,
  undecided: 3,
  vacuous: 4,
  internalFault: 70,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The code of a run whose worst property has this verdict. */
export function exitCodeOf(verdict: Verdict): ExitCode {
  switch (verdict) {
    case "PROVED":
      return exitCode.ok;
    case "REFUTED":
      return exitCode.refuted;
    case "UNDECIDED":
      return exitCode.undecided;
    case "VACUOUS":
      return exitCode.vacuous;
  }
}
