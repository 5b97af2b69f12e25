import type { LitmusOutcome } from "../../frontend/litmus/result.ts";
import type { LitmusRow } from "../litmus-row.ts";
import { traceJson } from "./trace.ts";

/** Litmus tests as data, in the order in which they were given: all of them, whether they have a verdict or not. */
export function litmusJson(rows: readonly LitmusRow[]): readonly unknown[] {
  return rows.map(({ file, outcome, expected, status }) => {
    const { name, verdict, ...rest } = outcome === null ? notRun : outcomeJson(outcome);
    return { file, name, verdict, expected, status, ...rest };
  });
}

function outcomeJson(outcome: LitmusOutcome) {
  const { name, verdict, noVerdict, states, finalStates, flags, assumptions, seconds } = outcome;
  const message = noVerdict?.message ?? null;
  const satisfying = outcome.satisfying.length;
  const witness = traceJson(outcome.witness);
  const counterexample = traceJson(outcome.counterexample ?? null);
  const found = { states, finalStates, satisfying, flags, assumptions, seconds, witness, counterexample };
  return { name, verdict, message, ...found };
}

const notRun = {
  name: null,
  verdict: null,
  message: null,
  states: null,
  finalStates: null,
  satisfying: null,
  flags: [],
  assumptions: [],
  seconds: null,
  witness: null,
  counterexample: null,
};
