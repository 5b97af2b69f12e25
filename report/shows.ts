import type { CheckResult, PropertyResult } from "../checker/result.ts";
import type { RunReport } from "./run-report.ts";

/** How much of a trace is printed. */
export const traceModes = ["lanes", "diff", "full", "off"] as const;
export type TraceMode = (typeof traceModes)[number];

/** What the user asked to see. */
export interface Detail {
  readonly trace: TraceMode;
  readonly stats: boolean;
  /** Properties were named on the command line: what they reach is of interest, too. */
  readonly asked: boolean;
  /** Traces were asked for in so many words: those of further counterexamples are of interest, too. */
  readonly everyTrace: boolean;
}

/** The named questions about verbosity. Nothing else compares a trace mode. */
export const shows = {
  /** A counterexample always; the way to a state that a `sometimes` reaches only when it was asked for. */
  trace: <S>(detail: Detail, { trace, verdict }: PropertyResult<S>): boolean =>
    detail.trace !== "off" && trace !== null && (verdict !== "PROVED" || detail.asked),
  /** The way to what a litmus test asks for; it is there only if it was asked for. */
  witness: (detail: Detail): boolean => detail.trace !== "off",
  /** Further counterexamples are a line each unless traces were asked for. */
  otherTraces: (detail: Detail): boolean => detail.everyTrace && detail.trace !== "off",
  /** Also the steps that an earlier trace of the same run has shown. */
  everyStep: (detail: Detail): boolean => detail.trace !== "lanes",
  changes: (detail: Detail): boolean => detail.trace === "diff",
  states: (detail: Detail): boolean => detail.trace === "full",
  tables: (detail: Detail): boolean => detail.stats,
  /** Why there are so many states: whoever hits a bound wants to know. Walks have no levels to tell it by. */
  explosion: <S>(detail: Detail, { hit, simulation }: CheckResult<S>): boolean =>
    simulation === null && (detail.stats || hit !== null),
  /** The command that does it again: for all that is not as it should be, and for walks, which a seed decides. */
  reproduction: ({ outcome, exitCode }: RunReport): boolean =>
    exitCode !== 0 || outcome.result.simulation !== null,
};
