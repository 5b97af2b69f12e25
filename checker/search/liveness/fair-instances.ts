import type { Instances } from "../../engine/instances.ts";
import type { Rule } from "../../rule.ts";

/**
 * The instances that a lasso may not ignore for ever. Fairness is per instance: an instance that is enabled all along
 * the cycle must be taken on it. Eager rules are fair as well, since "as soon as it is enabled" is more than "sometime";
 * while they are folded no edge is theirs, so that they count as disabled everywhere and ask for nothing.
 */
export class FairInstances {
  readonly count: number;
  /** 32-bit words of a mask with one bit per fair instance. */
  readonly words: number;
  private readonly numbers: Int32Array;

  constructor(rules: readonly Rule<never>[], instances: Instances) {
    this.numbers = new Int32Array(instances.count).fill(-1);
    let count = 0;
    rules.forEach((rule, index) => {
      if (rule.fairness !== "weak" && rule.eager !== true) return;
      rule.instances.forEach((_, instance) => {
        this.numbers[instances.number(index, instance)] = count++;
      });
    });
    this.count = count;
    this.words = (count + 31) >>> 5;
  }

  /** The number of an instance among the fair ones, or -1. */
  indexOf(firing: number): number {
    return this.numbers[firing]!;
  }
}
