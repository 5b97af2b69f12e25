/** Limits of a search. A bound that is hit makes a verdict UNDECIDED, never wrong. null: no limit. */
export interface Bounds {
  /** Steps from an initial state. */
  readonly depth: number | null;
  /** Distinct states stored. */
  readonly states: number | null;
  /** Bytes of the stored states, their table and their predecessors, as the engine accounts them. */
  readonly memory: number | null;
  /** Seconds. */
  readonly time: number | null;
}

/** No limits. */
export const unbounded: Bounds = { depth: null, states: null, memory: null, time: null };

/** Why a search ended before it had visited everything. */
export type BoundHit =
  | { readonly kind: "depth" | "states" | "memory" | "time"; readonly limit: number }
  | { readonly kind: "interrupted" }
  /** A path needed more iterations of a loop, or more of something else, than its declared bound allows. */
  | { readonly kind: "loop"; readonly where: string };
