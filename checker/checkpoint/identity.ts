import { createHash } from "node:crypto";
import { endianness } from "node:os";
import { isRecord } from "../describe-value.ts";
import type { EngineOptions } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import type { Property } from "../property.ts";
import type { Rule } from "../rule.ts";
import { at } from "../schema/access.ts";
import { walkcheckVersion } from "./walkcheck-version.ts";

/**
 * Everything on which the numbers of states and what is known of them depend, as texts: two checks with the same
 * identity have the same states. Each key names a part for the message that says what differs.
 */
export type Identity = Readonly<Record<string, readonly string[]>>;

/** Settings of an engine that change how it explores, and nothing of what it finds. */
const indifferent: readonly string[] = ["workers", "sample"];

/** @param origin what the model was made from, where somebody knows */
export function identityOf<S>(
  model: Model<S>,
  options: EngineOptions,
  origin: Readonly<Record<string, string>>,
): Identity {
  const settings = Object.entries({ ...options, judge: judged(model, options) })
    // Any other setting counts, whatever it is: one that is not known here must not be overlooked.
    .filter(([name]) => !indifferent.includes(name))
    .map(([name, value]) => [`setting \`${name}\``, [String(JSON.stringify(value))]] as const);
  const origins = Object.entries(origin).map(([name, text]) => [name, [text]] as const);
  return {
    ...Object.fromEntries(origins),
    model: [model.name],
    field: model.schema.layout.slots.map(({ path, size }) => `${path}, ${size} values`),
    rule: model.rules.map(ruleText),
    property: model.properties.map(({ kind, name }) => `${kind} ${name}`),
    "initial state": rowsOf(model),
    ...Object.fromEntries(settings),
    code: codeOf(model),
    walkcheck: [walkcheckVersion()],
    "byte order": [endianness()],
  };
}

/** What differs first between a check and the one in a file, or null. */
export function difference(here: Identity, file: Identity): string | null {
  for (const part of new Set([...Object.keys(here), ...Object.keys(file)])) {
    const ours = here[part] ?? [];
    const theirs = file[part] ?? [];
    const index = Array.from(longer(ours, theirs).keys()).find((each) => ours[each] !== theirs[each]);
    if (index === undefined) continue;
    const single = ours.length <= 1 && theirs.length <= 1;
    const where = single ? part : `${part} number ${index}`;
    return `${where}: ${textAt(theirs, index)} in the file, ${textAt(ours, index)} here`;
  }
  return null;
}

export function identityText(identity: Identity): string {
  return JSON.stringify(identity);
}

/** The identity in a text, or null when it is none. */
export function identityIn(text: string): Identity | null {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) return null;
  const parts: [string, readonly string[]][] = [];
  for (const [name, texts] of Object.entries(value)) {
    if (!Array.isArray(texts) || !texts.every((each) => typeof each === "string")) return null;
    parts.push([name, texts]);
  }
  return Object.fromEntries(parts);
}

function longer(one: readonly string[], other: readonly string[]): readonly string[] {
  return one.length >= other.length ? one : other;
}

function textAt(texts: readonly string[], index: number): string {
  const text = texts[index];
  if (text === undefined) return "nothing";
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}

function judged<S>({ properties }: Model<S>, { judge }: EngineOptions): readonly string[] {
  return judge.map((index) => at(properties, index).name);
}

function ruleText<S>({ name, instances, fairness, eager }: Rule<S>): string {
  const marks = [fairness ?? "", eager === true ? "eager" : ""].filter((mark) => mark !== "");
  return [name, JSON.stringify(instances), ...marks].join(" ");
}

function rowsOf<S>({ schema, initial }: Model<S>): readonly string[] {
  const slots = new Int32Array(schema.layout.slots.length);
  return initial.map((state) => {
    try {
      schema.encode(state, slots);
    } catch {
      return "outside the schema"; // The engine says so when it is opened, and says it better.
    }
    return slots.join(",");
  });
}

/**
 * The code of rules and properties as far as their own text tells. What a function has taken from around it does not
 * show here, so a resumed search looks at some of its states as well (`behaviour.ts`).
 */
function codeOf<S>(model: Model<S>): readonly string[] {
  return [
    ...model.rules.map(({ name, when, then }) => `rule ${name}, ${digest(when, then)}`),
    ...model.properties.map((property) => `property ${property.name}, ${digest(questionOf(property))}`),
    `end, cut and abandoned, ${digest(model.end, model.cut, model.abandoned)}`,
  ];
}

function questionOf<S>(property: Property<S>): unknown {
  return property.kind === "always" ? property.violatedBy : property.reachedBy;
}

function digest(...functions: readonly unknown[]): string {
  return createHash("sha256").update(functions.map(String).join("\n")).digest("hex").slice(0, 16);
}
