import { describeValue, isRecord } from "../describe-value.ts";
import { Diagnostic } from "../diagnostic.ts";
import { isStep, stepForm, wrongAnswer } from "../engine/answers.ts";
import type { ModelCall } from "../engine/failure.ts";
import type { ImpliedStep } from "../model.ts";

const form = `{ after: 1, step: ${stepForm} }`;

/** The steps that `narrate` returned, once they are known to be steps of a trace with `last` transitions. */
export function checkImplied(call: ModelCall, returned: unknown, last: number): readonly ImpliedStep[] {
  if (!Array.isArray(returned)) throw wrongAnswer(call, returned, `an array of implied steps: ${form}`);
  return Array.from(returned, (each: unknown) => checked(call, each, last));
}

function checked(call: ModelCall, each: unknown, last: number): ImpliedStep {
  if (!isRecord(each) || !isStep(each["step"])) throw noStep(call, each);
  const { after, step } = each;
  if (typeof after !== "number" || !Number.isInteger(after) || after < 0 || after > last) {
    throw nowhere(call, after, last);
  }
  return { after, step };
}

function noStep({ kind, who, member }: ModelCall, each: unknown): Diagnostic {
  const what = isRecord(each)
    ? `\`${member}\` returns an implied step whose \`step\` is ${stepText(each["step"])}`
    : `\`${member}\` returns ${describeValue(each)} as an implied step`;
  return new Diagnostic({ kind, where: who, what, next: `An implied step is ${form}.` });
}

function stepText(step: unknown): string {
  return isRecord(step) ? "not complete" : describeValue(step);
}

function nowhere({ kind, who, member }: ModelCall, after: unknown, last: number): Diagnostic {
  return new Diagnostic({
    kind,
    where: who,
    what: `\`${member}\` puts a step after transition ${describeValue(after)}`,
    why: `the trace has transitions 1 to ${last}`,
    next: "Use a number from 0 (after the initial state) to the last transition.",
  });
}
