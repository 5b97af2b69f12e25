import { Diagnostic } from "../diagnostic.ts";
import type { Model } from "../model.ts";
import { placesOf, type Place } from "../schema/place.ts";
import { suggestion } from "../suggestion.ts";
import type { Automorphism } from "./automorphism.ts";
import type { Permutation } from "./permutation.ts";
import { presenceOf } from "./presence.ts";
import { SlotExchange } from "./slot-exchange.ts";
import type { ValueMaps } from "./value-maps.ts";

/** The permutation that an automorphism describes. */
export function automorphismGenerator<S>(
  model: Model<S>,
  automorphism: Automorphism,
  maps: ValueMaps,
): Permutation {
  const { name } = automorphism;
  const root = placesOf(model.schema.domain);
  const exchange = new SlotExchange(name, root.slots, maps);
  exchangeFields(root, automorphism, exchange);
  const { from, map } = exchange;
  return { name, from, map, presence: presenceOf(root), firing: firings(model, automorphism) };
}

function exchangeFields(root: Place, automorphism: Automorphism, exchange: SlotExchange): void {
  const fields = [...fieldsOf(root)];
  const byKey = new Map(fields.map((field) => [keyOf(field, field.path), field]));
  const taken = new Map<Place, Place>();
  for (const field of fields) {
    const path = automorphism.place?.(field.path) ?? field.path;
    const target = byKey.get(keyOf(field, path));
    if (target === undefined) throw noField(automorphism, field, path, fields);
    const other = taken.get(target);
    if (other !== undefined) throw collide(automorphism, other, field, target);
    taken.set(target, field);
    const { value } = automorphism;
    exchange.move(
      field,
      target,
      value === undefined ? null : (each) => value.call(automorphism, each, field.path),
    );
  }
}

/** A place of its own slots: an option and what it holds may have one path, so the kind tells them apart. */
function keyOf({ kind }: Place, path: string): string {
  return `${kind} ${path}`;
}

/** The places that have slots of their own. */
function* fieldsOf(place: Place): Generator<Place> {
  switch (place.kind) {
    case "leaf":
    case "wide":
    case "set":
      yield place;
      return;
    case "maybe":
      yield place;
      yield* fieldsOf(place.of);
      return;
    case "queue":
      yield place;
      for (const item of place.items) yield* fieldsOf(item);
      return;
    case "array":
      for (const item of place.items) yield* fieldsOf(item);
      return;
    case "record":
      for (const field of place.fields) yield* fieldsOf(field);
  }
}

function firings<S>({ rules }: Model<S>, automorphism: Automorphism): Int32Array {
  const numbers = new Map<string, number>();
  for (const { name, id = name, instances } of rules) {
    for (const parameters of instances) numbers.set(instanceText(id, parameters), numbers.size);
  }
  const count = rules.reduce((sum, { instances }) => sum + instances.length, 0);
  if (numbers.size !== count) {
    throw mistake(
      automorphism,
      "two instances have one name",
      "give each rule an `id` of its own, or drop one of the instances",
    );
  }
  const images = rules.flatMap(({ name, id = name, instances }) =>
    instances.map((parameters) => {
      const image = automorphism.instance?.(id, parameters) ?? { rule: id, parameters };
      const text = instanceText(image.rule, image.parameters);
      const number = numbers.get(text);
      if (number !== undefined) return number;
      const from = instanceText(id, parameters);
      throw mistake(automorphism, `${from} becomes ${text}, which does not exist`, "mend its `instance`");
    }),
  );
  if (new Set(images).size < images.length) {
    throw mistake(automorphism, "two instances become one", "its `instance` must be one to one");
  }
  return Int32Array.from(images);
}

function instanceText(rule: string, parameters: readonly number[]): string {
  return `rule "${rule}" (${parameters.join(", ")})`;
}

function noField(
  automorphism: Automorphism,
  { path, kind }: Place,
  wanted: string,
  fields: readonly Place[],
): Diagnostic {
  const alike = fields.filter((each) => each.kind === kind).map((each) => each.path);
  return mistake(
    automorphism,
    `field ${path} becomes field ${wanted}, which does not exist`,
    `mend its \`place\`. ${suggestion(wanted, alike, "fields of the same kind")}`,
  );
}

function collide(automorphism: Automorphism, one: Place, other: Place, target: Place): Diagnostic {
  const what = `fields ${one.path} and ${other.path} both become ${target.path}`;
  return mistake(automorphism, what, "its `place` must be one to one");
}

function mistake({ name }: Automorphism, what: string, next: string): Diagnostic {
  return new Diagnostic({ kind: "spec", where: `the symmetry ${name}`, what, next });
}
