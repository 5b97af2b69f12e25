import type { BoundInstance } from "../bound-instance.ts";
import type { Observed } from "./recipes.ts";

/** Instances that share a trie: all of them look at the same bits first. */
export type RuleGroup = readonly BoundInstance[];

/**
 * Groups instances by what they look at first, which is the same in every state since nothing was looked at before.
 * Most instances of a program are disabled by the first thing they look at, the program counter: one node then stands
 * for all of them.
 */
export function groupsOf(
  instances: readonly BoundInstance[],
  observe: (instance: BoundInstance) => Observed,
): readonly RuleGroup[] {
  const groups = new Map<string, BoundInstance[]>();
  for (const instance of instances) {
    const [first] = observe(instance).path;
    const key = first === undefined ? "nothing" : `${first.slot} ${first.shift} ${first.mask}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [instance]);
    else group.push(instance);
  }
  return [...groups.values()];
}
