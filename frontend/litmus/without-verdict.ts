import type { LitmusOutcome, NoVerdict } from "./result.ts";

/** The outcome of a test that was not run. */
export const withoutVerdict = (name: string, noVerdict: NoVerdict): LitmusOutcome => ({
  name,
  verdict: null,
  noVerdict,
  finalStates: [],
  satisfying: [],
  flags: [],
  states: 0,
  seconds: 0,
  assumptions: [],
  witness: null,
  counterexample: null,
});
