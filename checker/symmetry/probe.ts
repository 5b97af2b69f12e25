import type { Instances } from "../engine/instances.ts";
import { rawAnswer } from "../engine/ask.ts";
import type { Model } from "../model.ts";
import type { Property } from "../property.ts";
import { at } from "../schema/access.ts";

/**
 * Something that the model's code does with a state: fires an instance if it is enabled, or answers a question. Pure,
 * so that what comes of it is a function of what it reads.
 */
export type Probe<S> = (state: S) => ProbeAnswer;

/** A rule answers whether it was enabled; and whatever throws, that it does. */
export type ProbeAnswer = boolean | string;

/** The answer of a probe whose code throws: on a state that is never reached it may. */
export const throws = "throws";

/** The probe of every instance, by its number. */
export function instanceProbes<S>({ rules }: Model<S>, instances: Instances): readonly Probe<S>[] {
  return Array.from({ length: instances.count }, (_, firing) => {
    const rule = at(rules, instances.ruleOf[firing]!);
    const parameters = at(rule.instances, instances.indexOf[firing]!);
    return (state: S) => {
      if (!rule.when(state, ...parameters)) return false;
      rule.then(state, ...parameters);
      return true;
    };
  });
}

/** What a model is asked about its states. */
export type QuestionName = "abandoned" | "cut" | "end";

/** The probes of the questions that the model answers. */
export function questionProbes<S>(model: Model<S>): ReadonlyMap<QuestionName, Probe<S>> {
  const probes = new Map<QuestionName, Probe<S>>();
  if (model.abandoned !== undefined) probes.set("abandoned", (state) => model.abandoned?.(state) === true);
  // Which loop was cut is told to the reader; what is searched depends only on whether one was.
  if (model.cut !== undefined) probes.set("cut", (state) => model.cut?.(state) !== null);
  if (model.end !== undefined) probes.set("end", (state) => String(model.end?.(state)));
  return probes;
}

/** Whether a property decides a state. */
export function propertyProbe<S>(property: Property<S>): Probe<S> {
  return (state) => rawAnswer(property, state) !== null;
}
