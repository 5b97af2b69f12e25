import type { Rule } from "../rule.ts";
import type { EagerMode } from "./engine.ts";

/**
 * Numbers every instance of every rule 0, 1, 2 ... in the order of the rules and of their instances, so that a firing
 * is one integer.
 */
export class Instances {
  readonly count: number;
  /** The rule of an instance, by its number. */
  readonly ruleOf: Int32Array;
  /** Its index among the instances of its rule. */
  readonly indexOf: Int32Array;
  /** The numbers tried in every state, in order. */
  readonly ordinary: Int32Array;
  /** The numbers fired eagerly, in order; empty with eager rules off. */
  readonly eager: Int32Array;
  private readonly first: Int32Array;

  constructor(rules: readonly Rule<never>[], mode: EagerMode) {
    this.first = new Int32Array(rules.length);
    const ruleOf: number[] = [];
    const indexOf: number[] = [];
    const ordinary: number[] = [];
    const eager: number[] = [];
    rules.forEach((rule, ruleIndex) => {
      this.first[ruleIndex] = ruleOf.length;
      const kind = isFolded(rule, mode) ? eager : ordinary;
      rule.instances.forEach((_, index) => {
        kind.push(ruleOf.length);
        ruleOf.push(ruleIndex);
        indexOf.push(index);
      });
    });
    this.count = ruleOf.length;
    this.ruleOf = Int32Array.from(ruleOf);
    this.indexOf = Int32Array.from(indexOf);
    this.ordinary = Int32Array.from(ordinary);
    this.eager = Int32Array.from(eager);
  }

  number(rule: number, instance: number): number {
    return this.first[rule]! + instance;
  }
}

/** Whether a rule fires within the step that enables it, and so never on its own. */
export function isFolded(rule: Rule<never>, mode: EagerMode): boolean {
  return mode === "fold" && rule.eager === true;
}
