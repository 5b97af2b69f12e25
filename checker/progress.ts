/** How far a search is. */
export interface Progress {
  readonly states: number;
  readonly rulesFired: number;
  /** The level being expanded: steps from an initial state. */
  readonly depth: number;
  /** States stored and not yet expanded. */
  readonly frontier: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Random walks taken so far, where a model is simulated: `depth` is then the longest, `frontier` those to come. */
  readonly walks?: number;
}
