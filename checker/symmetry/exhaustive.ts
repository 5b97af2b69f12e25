import type { JointRun } from "./joint-run.ts";
import type { Permutation } from "./permutation.ts";
import type { Probe } from "./probe.ts";

/** How many runs a model's proofs may take together, and one of them alone. */
const allRuns = 400_000;
const runsOfOne = 20_000;
/** A variable with more values than this is not gone through. */
const sizeLimit = 1024;

/**
 * Proves, for every state that the domains allow, that a probe and its image correspond. Only the variables that are
 * read matter, so this walks the tree of decisions: after each run the last variable that was read takes its next
 * value, and what is read after it is found out again.
 */
export class Exhaustive<S> {
  private readonly joint: JointRun<S>;
  private readonly state: Int32Array;
  private left = allRuns;

  constructor(joint: JointRun<S>, slots: number) {
    this.joint = joint;
    this.state = new Int32Array(slots);
  }

  /** False where they differ in some state, perhaps one that is never reached; and where it would take too long. */
  holds(probe: Probe<S>, permutation: Permutation, image: Probe<S>): boolean {
    // What is not read is 0 throughout: code 0 is a value of every domain, and an absent part has zeros.
    this.state.fill(0);
    for (let runs = Math.min(runsOfOne, this.left); runs > 0; runs--) {
      this.left--;
      this.joint.begin(this.state, probe);
      if (this.joint.against(permutation, image) !== null) return false;
      const more = this.next();
      if (more !== true) return more === null;
    }
    return false;
  }

  /** Goes on to the next branch: true, or null after the last one, or false where a variable has too many values. */
  private next(): boolean | null {
    const { variables, reads } = this.joint;
    for (let index = reads.length - 1; index >= 0; index--) {
      const variable = reads[index]!;
      const size = variables.size[variable]!;
      if (size > sizeLimit) return false;
      const value = variables.value(variable, this.state) + 1;
      if (value < size) {
        variables.set(variable, value, this.state);
        return true;
      }
      variables.set(variable, 0, this.state);
    }
    return null;
  }
}
