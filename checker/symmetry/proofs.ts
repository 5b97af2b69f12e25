import type { Instances } from "../engine/instances.ts";
import type { Model } from "../model.ts";
import { eagerRulesCommute } from "./eager-confluence.ts";
import type { Exhaustive } from "./exhaustive.ts";
import type { Group } from "./group.ts";
import type { Probe, QuestionName } from "./probe.ts";

/** What could not be proved for every state that the domains allow, and so is checked in those that are reached. */
export interface Unproved {
  readonly firings: ReadonlySet<number>;
  readonly questions: readonly QuestionName[];
  /** Whether images might come to rest elsewhere, by the order in which eager rules fire. */
  readonly rest: boolean;
}

/**
 * Tries to prove the symmetry of each rule instance and question. The generators are enough: what corresponds under two
 * permutations corresponds under their product. For that product the images must correspond as well, so an instance is
 * proved only if all that the group makes of it are.
 */
export function prove<S>(
  model: Model<S>,
  instances: Instances,
  group: Group,
  probes: readonly Probe<S>[],
  questions: ReadonlyMap<QuestionName, Probe<S>>,
  exhaustive: Exhaustive<S>,
): Unproved {
  const { rules } = model;
  const firings = new Set<number>();
  for (let firing = 0; firing < instances.count; firing++) {
    if (firings.has(firing)) continue;
    if (group.generators.every((generator) => holds(generator.firing[firing]!, firing, generator))) continue;
    for (const { firing: images } of group.elements) firings.add(images[firing]!);
  }
  const eagerIsProved = instances.eager.every((firing) => !firings.has(firing));
  const [identity] = group.elements;
  return {
    firings,
    rest:
      !eagerIsProved || identity === undefined || !eagerRulesCommute(model, instances, identity, exhaustive),
    questions: [...questions].flatMap(([name, probe]) =>
      group.generators.every((generator) => exhaustive.holds(probe, generator, probe)) ? [] : [name],
    ),
  };

  function holds(image: number, firing: number, generator: Group["generators"][number]): boolean {
    const probe = probes[firing];
    const imageProbe = probes[image];
    const eagerToo = rules[instances.ruleOf[firing]!]?.eager === rules[instances.ruleOf[image]!]?.eager;
    if (probe === undefined || imageProbe === undefined || !eagerToo) return false;
    return exhaustive.holds(probe, generator, imageProbe);
  }
}
