/** "off": every enabled instance fires; "stubborn": in each state those of a stubborn set. */
export type PartialOrderMode = "off" | "stubborn";

/** What is not decided yet, and must be found where it can be. */
export interface Open {
  /** Properties, by index in the model. */
  readonly properties: readonly number[];
  /** Whether every dead end must be found. */
  readonly deadlocks: boolean;
}

/**
 * What an engine asks which of the enabled instances to fire. Works on the slots of one state and keeps nothing but
 * what it has worked out about the model, so that states may be asked about in any order, by any number of workers.
 */
export interface Reducer {
  /**
   * @param slots those of a stored state
   * @param enabled numbers of all ordinary instances whose guards hold there, in order
   * @param open what must still be found: the same for all states of a level, or the counts would depend on their order
   * @returns those of them to fire, in order; perhaps none
   */
  choose(slots: Int32Array, enabled: readonly number[], open: Open): readonly number[];
  /** What tells it from other reductions of a model: a checkpoint belongs to one. */
  toJSON(): unknown;
}
