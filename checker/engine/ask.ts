import type { Model } from "../model.ts";
import type { Property, Witness } from "../property.ts";
import { isWitness, notBoolean, notWitness } from "./answers.ts";
import { modelName, propertyName, threw, type ModelCall } from "./failure.ts";

/** The function of a property that looks at a state. */
export function memberOf<S>(property: Property<S>): "violatedBy" | "reachedBy" {
  return property.kind === "always" ? "violatedBy" : "reachedBy";
}

/** What a property says about a state, whatever that is. */
export function rawAnswer<S>(property: Property<S>, state: Readonly<S>): unknown {
  return property.kind === "always" ? property.violatedBy(state) : property.reachedBy(state);
}

/** The witness of a property in a plain state, or null. */
export function witnessIn<S>(property: Property<S>, state: Readonly<S>, place: string): Witness | null {
  const call: ModelCall = {
    kind: "property",
    who: propertyName(property),
    member: memberOf(property),
    place,
  };
  let answer: unknown;
  try {
    answer = rawAnswer(property, state);
  } catch (thrown) {
    throw threw(call, thrown);
  }
  if (answer === null || isWitness(answer)) return answer;
  throw notWitness(call, answer);
}

/** Whether a plain state belongs to a wrong guess. */
export function isAbandoned<S>(model: Model<S>, state: Readonly<S>, place: string): boolean {
  if (model.abandoned === undefined) return false;
  const call: ModelCall = { kind: "spec", who: modelName(model), member: "abandoned", place };
  let answer: unknown;
  try {
    answer = model.abandoned(state);
  } catch (thrown) {
    throw threw(call, thrown);
  }
  if (typeof answer === "boolean") return answer;
  throw notBoolean(call, answer);
}
