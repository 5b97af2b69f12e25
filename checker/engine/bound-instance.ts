import type { Rule } from "../rule.ts";
import { at } from "../schema/access.ts";
import type { Instances } from "./instances.ts";

/** An instance of a rule with its arguments bound once, so that trying and firing it allocates nothing. */
export class BoundInstance {
  readonly firing: number;
  readonly rule: number;
  /** What the rule's functions return is for the caller to judge. */
  readonly when: () => unknown;
  readonly fire: () => unknown;

  constructor(firing: number, rule: number, when: () => unknown, fire: () => unknown) {
    this.firing = firing;
    this.rule = rule;
    this.when = when;
    this.fire = fire;
  }
}

/** The given instances, bound to the one working state that they will ever see. */
export function bindInstances<S>(
  rules: readonly Rule<S>[],
  instances: Instances,
  numbers: Int32Array,
  root: S,
): readonly BoundInstance[] {
  return Array.from(numbers, (firing) => {
    const index = instances.ruleOf[firing]!;
    const rule = at(rules, index);
    const parameters = at(rule.instances, instances.indexOf[firing]!);
    const when = rule.when.bind(rule, root, ...parameters);
    const fire = rule.then.bind(rule, root, ...parameters);
    return new BoundInstance(firing, index, when, fire);
  });
}
