import type { Trace } from "../../checker/result.ts";
import type { ShownState } from "../../checker/shown-state.ts";
import type { SwitchableRule } from "../../model/index.ts";

/** Allowed: some end satisfies the proposition. Required: every one does, and there is one. */
export type LitmusVerdict = "Allowed" | "Forbidden" | "Required";

/** Why a test has no verdict. */
export type NoVerdict =
  /** The file is no litmus test. */
  | { readonly kind: "invalid"; readonly message: string }
  /** A construct that walkcheck does not run; the message names line, column and construct. */
  | { readonly kind: "unsupported"; readonly message: string }
  /** A bound ended the search first. */
  | { readonly kind: "undecided"; readonly message: string };

/** What the machine says of a litmus test. */
export interface LitmusOutcome {
  /** As the header says. */
  readonly name: string;
  readonly verdict: LitmusVerdict | null;
  readonly noVerdict: NoVerdict | null;
  /** Every final state within the filter, over what the test observes, in herd7's notation; in ascending order. */
  readonly finalStates: readonly string[];
  /** Those of them that satisfy the proposition. */
  readonly satisfying: readonly string[];
  /** `Warning-BBM-expected`: what herd7 flags. */
  readonly flags: readonly string[];
  /** States explored. */
  readonly states: number;
  readonly seconds: number;
  /** What the verdict rests on: rules that the machine lacks, loop bounds that cut a path, faults in handlers. */
  readonly assumptions: readonly string[];
  /** A shortest path to an end that satisfies the proposition (for Required: none), where asked for. */
  readonly witness: Trace<ShownState> | null;
  /** Of an Allowed test that claims `forall`: a shortest path to an end that does not satisfy it, where asked for. */
  readonly counterexample?: Trace<ShownState> | null;
}

export interface LitmusOptions {
  readonly features: { readonly ets2: boolean; readonly ets3: boolean };
  /** How often a backward branch is taken, and a handler entered, at most. herd7's `-unroll` default is 2. */
  readonly bound: number;
  readonly witness: boolean;
  /** Rules that the machine is to lack; none unless given. */
  readonly without?: readonly SwitchableRule[];
  /** Bounds of the search of one test. */
  readonly limits: { readonly states?: number; readonly seconds?: number };
  /** Ends the search as undecided. */
  readonly signal?: AbortSignal;
}
