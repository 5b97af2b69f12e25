import { describeValue, isObject, isRecord } from "../describe-value.ts";
import { Diagnostic } from "../diagnostic.ts";
import type { End } from "../model.ts";
import type { Witness } from "../property.ts";
import type { Step } from "../rule.ts";
import type { ModelCall } from "./failure.ts";

// What the functions of a model return is looked at here: a model that no type checker saw may return anything.

/** What a recipe returned that it must not, in words, or null. What an expression body comes to is harmless. */
export function returnedBy(recipe: unknown): string | null {
  return isObject(recipe) ? described(recipe) : null;
}

/** The mistake of a recipe that makes a new state instead of changing the draft. */
export function returnsValue(call: ModelCall, returned: string): Diagnostic {
  return new Diagnostic({
    kind: call.kind,
    where: call.who,
    what: `\`${call.member}\` returns a value ${call.place}`,
    why: `it returns ${returned}, which nothing would look at`,
    next: "Change the draft instead, and return nothing.",
  });
}

/** The mistake of a function that must answer a yes-no question. */
export function notBoolean(call: ModelCall, answer: unknown): Diagnostic {
  return wrongAnswer(call, answer, "true or false");
}

/** Whether an answer is what broke a property, or what reached it. */
export function isWitness(answer: unknown): answer is Witness {
  if (!isRecord(answer) || !isRecord(answer["facts"])) return false;
  return Object.values(answer["facts"]).every(isFact) && isOptionalTexts(answer["fields"]);
}

/** The mistake of a property whose answer is neither null nor a witness. */
export function notWitness(call: ModelCall, answer: unknown): Diagnostic {
  const wanted = "null, or a witness such as { facts: { count: 3 } }";
  return wrongAnswer(call, answer, wanted, witnessFlaw(answer));
}

/** Whether an answer names a loop bound that cut a path, or says that there is none. */
export function isCutAnswer(answer: unknown): answer is string | null {
  return answer === null || typeof answer === "string";
}

export function notCut(call: ModelCall, answer: unknown): Diagnostic {
  return wrongAnswer(call, answer, "the name of a loop, or null");
}

/** Whether an answer is something to collect, or says that there is nothing. */
export function isCollected(answer: unknown): answer is string | null {
  return answer === null || typeof answer === "string";
}

export function notCollected(call: ModelCall, answer: unknown): Diagnostic {
  return wrongAnswer(call, answer, "a string, or null");
}

const ends: readonly unknown[] = ["final", "deadlock", "abandoned"] satisfies readonly End[];

export function isEnd(answer: unknown): answer is End {
  return ends.includes(answer);
}

export function notEnd(call: ModelCall, answer: unknown): Diagnostic {
  return wrongAnswer(call, answer, '"final", "deadlock" or "abandoned"');
}

/** Whether an answer is a line of a trace. */
export function isStep(answer: unknown): answer is Step {
  if (!isRecord(answer)) return false;
  const { lane, actor, text, source, note, position, shown } = answer;
  const isActor = actor === "program" || actor === "hardware";
  const isPosition = position === undefined || typeof position === "number";
  const isShown =
    shown === undefined ||
    shown === "in program order" ||
    shown === "with what follows" ||
    shown === "in full";
  const isPlaced = isPosition && isShown;
  return isActor && isPlaced && [lane, text].every(isText) && [source, note].every(isOptionalText);
}

export const stepForm = '{ lane: "PE0", actor: "program" or "hardware", text: "what happens" }';

export function notStep(call: ModelCall, answer: unknown): Diagnostic {
  return wrongAnswer(call, answer, `a step: ${stepForm}`, stepFlaw(answer));
}

/** The mistake of a function of the model that returns something else than it must. */
export function wrongAnswer(call: ModelCall, answer: unknown, wanted: string, flaw?: string): Diagnostic {
  const what = `\`${call.member}\` returns ${described(answer)} ${call.place}`;
  const next = `\`${call.member}\` must return ${wanted}.`;
  const details = { kind: call.kind, where: call.who, what, next };
  return new Diagnostic(flaw === undefined ? details : { ...details, why: flaw });
}

/** The value in words. What a promise still comes to is nobody's business any more. */
function described(value: unknown): string {
  if (value instanceof Promise) value.catch(() => {});
  return describeValue(value);
}

function witnessFlaw(answer: unknown): string | undefined {
  if (!isRecord(answer)) return undefined;
  const { facts, fields } = answer;
  if (!isRecord(facts)) return `its \`facts\` is ${describeValue(facts)}`;
  const wrong = Object.entries(facts).find(([, fact]) => !isFact(fact));
  if (wrong !== undefined) {
    return `its fact \`${wrong[0]}\` is ${describeValue(wrong[1])}, not a string, a number or a boolean`;
  }
  return `its \`fields\` is ${describeValue(fields)}, not an array of strings`;
}

function stepFlaw(answer: unknown): string | undefined {
  if (!isRecord(answer)) return undefined;
  const { actor } = answer;
  const text = ["lane", "text"].find((key) => !isText(answer[key]));
  if (text !== undefined) return `its \`${text}\` is ${describeValue(answer[text])}`;
  if (actor !== "program" && actor !== "hardware") return `its \`actor\` is ${describeValue(actor)}`;
  const optional = ["source", "note"].find((key) => !isOptionalText(answer[key]));
  return optional === undefined ? undefined : `its \`${optional}\` is ${describeValue(answer[optional])}`;
}

function isFact(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}

function isOptionalTexts(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isText));
}
