import type { Scalar } from "../schema/coder.ts";

/**
 * A permutation of states, rules and initial states together that (so it is claimed, and verified) leaves the model as
 * it is: what a scalarset cannot say because the parts that trade places are tied to each other by data, such as a PE
 * and the words that its program writes.
 *
 * Each function says where one part goes; what is left out stays as it is.
 */
export interface Automorphism {
  /** What it exchanges, for messages: "CPU0 <-> CPU1". */
  readonly name: string;
  /** The field that takes over what a field holds. Fields by their paths, in the notation of `Change.path`. */
  place?(path: string): string;
  /** What a value of that field becomes; of a set or queue, each of its elements. Must be one to one. */
  value?(value: Scalar, path: string): Scalar;
  /** The instance that does what an instance did, after the exchange. */
  instance?(rule: string, parameters: readonly number[]): RuleInstance;
}

/** An instance of a rule. */
export interface RuleInstance {
  /** Its `id`, or without one its name. */
  readonly rule: string;
  readonly parameters: readonly number[];
}
