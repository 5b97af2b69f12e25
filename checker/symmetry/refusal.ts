import { Diagnostic } from "../diagnostic.ts";
import { ruleName } from "../engine/failure.ts";
import type { Instances } from "../engine/instances.ts";
import type { Model } from "../model.ts";
import { at } from "../schema/access.ts";
import { elementName } from "./scalarset.ts";
import type { Mismatch } from "./joint-run.ts";
import type { Permutation } from "./permutation.ts";
import { throws, type ProbeAnswer } from "./probe.ts";

const next = "Mend the rule or the declaration, or search without the reduction: symmetry off.";

/** An instance that does one thing, and its image another. */
export function asymmetricRule<S>(
  model: Model<S>,
  instances: Instances,
  firing: number,
  permutation: Permutation,
  mismatch: Mismatch,
  place: string,
): Diagnostic {
  const image = permutation.firing[firing]!;
  return new Diagnostic({
    kind: "rule",
    where: instanceText(model, instances, firing),
    what: `it is not symmetric under ${permutation.name}, ${place}`,
    why: `${instanceText(model, instances, firing)} ${didWhat(mismatch.answer)}, but its image ${instanceText(model, instances, image)} ${difference(model, mismatch)}`,
    next,
  });
}

/** A question about a state that is answered in one way, and about its image in another. */
export function asymmetricQuestion<S>(
  { name }: Model<S>,
  question: string,
  permutation: Permutation,
  { answer, imageAnswer }: Mismatch,
  place: string,
): Diagnostic {
  return new Diagnostic({
    kind: "spec",
    where: `model "${name}"`,
    what: `\`${question}\` is not symmetric under ${permutation.name}, ${place}`,
    why: `it answers ${String(answer)}, and ${String(imageAnswer)} in the image of the state`,
    next,
  });
}

/** An initial state whose image is none. */
export function asymmetricInitial<S>(
  { name, schema }: Model<S>,
  index: number,
  permutation: Permutation,
  state: Int32Array,
  image: Int32Array,
): Diagnostic {
  const [change] = schema.diff(schema.decode(state), schema.decode(image));
  return new Diagnostic({
    kind: "spec",
    where: `model "${name}"`,
    what: `its initial states are not symmetric under ${permutation.name}`,
    why:
      `the image of initial state ${index} is not an initial state: ` +
      `there field ${change?.path ?? "?"} is ${change?.after ?? "?"} instead of ${change?.before ?? "?"}`,
    next: "Add the image to the initial states, or take it off the symmetries of the model.",
  });
}

/** Eager rules whose order makes a difference, so that their images come to rest elsewhere. */
export function asymmetricRest<S>(
  model: Model<S>,
  instances: Instances,
  firing: number | null,
  permutation: Permutation,
  expected: Int32Array,
  actual: Int32Array,
  place: string,
): Diagnostic {
  const { schema } = model;
  const [change] = schema.diff(schema.decode(expected), schema.decode(actual));
  return new Diagnostic({
    kind: "rule",
    where: firing === null ? `model "${model.name}"` : instanceText(model, instances, firing),
    what: `the eager rules after it are not symmetric under ${permutation.name}, ${place}`,
    why:
      "several are enabled at once, and it matters which fires first: " +
      `field ${change?.path ?? "?"} ends as ${change?.before ?? "?"} or as ${change?.after ?? "?"}`,
    next: 'Eager rules must commute; or search without the reduction: symmetry "off".',
  });
}

/** `lock (PE0, page1)`. */
export function instanceText<S>(model: Model<S>, instances: Instances, firing: number): string {
  const rule = at(model.rules, instances.ruleOf[firing]!);
  const instance = instances.indexOf[firing]!;
  const parameters = at(rule.instances, instance);
  if (rule.sorts === undefined) return ruleName(rule, instance);
  const texts = parameters.map((parameter, index) => {
    const sort = rule.sorts?.[index] ?? null;
    return sort === null ? String(parameter) : elementName(sort, parameter);
  });
  return `rule "${rule.name}" (${texts.join(", ")})`;
}

function didWhat(answer: ProbeAnswer): string {
  if (answer === throws) return "throws";
  return answer === true ? "is enabled" : "is not enabled";
}

function difference<S>({ schema }: Model<S>, mismatch: Mismatch): string {
  const { answer, imageAnswer, expected, actual } = mismatch;
  if (answer !== imageAnswer)
    return imageAnswer === throws ? "throws" : didWhat(imageAnswer).replace(" enabled", "");
  const [change] = schema.diff(schema.decode(expected), schema.decode(actual));
  const { path, before, after } = change ?? { path: "?", before: "?", after: "?" };
  return `leaves field ${path} as ${after}, not as ${before}`;
}
