import { describeValue, isRecord, type Unknown } from "../describe-value.ts";
import { Diagnostic } from "../diagnostic.ts";
import {
  callable,
  integerLists,
  list,
  nonEmptyText,
  optionalFunction,
  optionalText,
  optionalTexts,
  parameterSorts,
  scalarsets,
  schema,
  text,
} from "./forms.ts";
import { checkForm, checkShape, may, must, oneOf, type Shape, type Subject } from "./shape.ts";

const modelShape: Shape = {
  name: nonEmptyText,
  schema,
  initial: list,
  rules: list,
  properties: list,
  end: optionalFunction,
  cut: optionalFunction,
  deadlock: may(oneOf("off", "stuck", "stuttering")),
  abandoned: optionalFunction,
  narrate: optionalFunction,
  symmetries: may(scalarsets),
  automorphisms: may(list),
  assumptions: optionalTexts,
};

const ruleShape: Shape = {
  name: nonEmptyText,
  id: optionalText,
  instances: integerLists,
  sorts: may(parameterSorts),
  when: callable,
  then: callable,
  label: callable,
  source: optionalText,
  fairness: may(oneOf("weak")),
  eager: may(must("true, or left out", (value) => value === true)),
};

const automorphismShape: Shape = {
  name: nonEmptyText,
  place: optionalFunction,
  value: optionalFunction,
  instance: optionalFunction,
};

const kinds = oneOf("always", "sometimes", "eventually");

/** Any kind may list goals: on a `sometimes` they change nothing. */
const claim: Shape = { kind: kinds, name: nonEmptyText, because: text, goals: optionalTexts };
const alwaysShape: Shape = { ...claim, violatedBy: callable };
const reachShape: Shape = { ...claim, reachedBy: callable };

/** Checks the form of a model whose types nobody may have checked, before anything relies on it. */
export function validateModel(model: unknown): void {
  if (!isRecord(model)) throw notAnObject("model", model);
  const where = typeof model["name"] === "string" ? `model "${model["name"]}"` : "model";
  checkShape({ kind: "spec", where, keys: "keys of a model" }, model, modelShape);
  checkInitial(where, elements(model, "initial"));
  elements(model, "rules").forEach((rule, index) => checkRule(`${where}, rules[${index}]`, rule));
  elements(model, "properties").forEach((property, index) =>
    checkProperty(`${where}, properties[${index}]`, property),
  );
  elements(model, "automorphisms").forEach((automorphism, index) =>
    checkAutomorphism(`${where}, automorphisms[${index}]`, automorphism),
  );
}

function checkInitial(where: string, initial: readonly unknown[]): void {
  if (initial.length === 0) {
    throw new Diagnostic({
      kind: "spec",
      where,
      what: "it has no initial state",
      next: "Give it at least one.",
    });
  }
  initial.forEach((state, index) => {
    if (typeof state !== "object" || state === null) throw notAnObject(`${where}, initial[${index}]`, state);
  });
}

function checkRule(place: string, rule: unknown): void {
  if (!isRecord(rule)) throw notAnObject(place, rule);
  checkShape(named("rule", rule, place, "keys of a rule"), rule, ruleShape);
}

function checkProperty(place: string, property: unknown): void {
  if (!isRecord(property)) throw notAnObject(place, property);
  const { kind } = property;
  const article = kind === "sometimes" ? "a" : "an";
  const subject = named("property", property, place, `keys of ${article} "${String(kind)}" property`);
  checkForm(subject, "kind", kind, kinds);
  checkShape(subject, property, kind === "always" ? alwaysShape : reachShape);
}

function checkAutomorphism(place: string, automorphism: unknown): void {
  if (!isRecord(automorphism)) throw notAnObject(place, automorphism);
  const subject = named("automorphism", automorphism, place, "keys of an automorphism");
  checkShape(subject, automorphism, automorphismShape);
}

function named(what: string, { name }: Unknown, place: string, keys: string): Subject {
  const where = typeof name === "string" && name !== "" ? `${what} "${name}"` : place;
  return { kind: "spec", where, keys };
}

/** The elements of a list that is known to be one, holes included. */
function elements(model: Unknown, key: string): readonly unknown[] {
  const value = model[key];
  return Array.isArray(value) ? Array.from<unknown>(value) : [];
}

function notAnObject(where: string, value: unknown): Diagnostic {
  return new Diagnostic({ kind: "spec", where, what: `it is ${describeValue(value)}, not an object` });
}
