/** What a step out of a state does there: its rule, the eager ones after it, and whether the result is abandoned. */
export interface Step {
  readonly instance: number;
  /** Whether it leads to another state. One that is abandoned, or changes nothing, counts as disabled. */
  readonly leadsOn: boolean;
  /** Whether the model's code threw, or eager rules did not come to rest: for the engine to report. */
  readonly failed: boolean;
  /** The variables on whose values it depends that it does just this. */
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}
