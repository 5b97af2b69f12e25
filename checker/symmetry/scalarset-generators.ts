import { Diagnostic } from "../diagnostic.ts";
import { ruleName } from "../engine/failure.ts";
import type { Model } from "../model.ts";
import type { Rule } from "../rule.ts";
import type { Domain, Scalarset } from "../schema/domain.ts";
import { placesOf, type Place } from "../schema/place.ts";
import type { Permutation } from "./permutation.ts";
import { presenceOf } from "./presence.ts";
import { elementName } from "./scalarset.ts";
import { SlotExchange, type ValueChange } from "./slot-exchange.ts";
import type { ValueMaps } from "./value-maps.ts";

/** The exchanges of neighbours: they generate every permutation of the things. */
export function scalarsetGenerators<S>(
  model: Model<S>,
  sort: Scalarset,
  maps: ValueMaps,
): readonly Permutation[] {
  const root = placesOf(model.schema.domain);
  return Array.from({ length: sort.size - 1 }, (_, element) => {
    const name = `${elementName(sort, element)} <-> ${elementName(sort, element + 1)}`;
    const swap = (each: number) => (each === element ? element + 1 : each === element + 1 ? element : each);
    const exchange = new SlotExchange(name, root.slots, maps);
    exchangePlaces(root, root, { sort, swap, exchange });
    const { from, map } = exchange;
    return { name, from, map, presence: presenceOf(root), firing: firings(model, sort, swap, name) };
  });
}

interface Exchange {
  readonly sort: Scalarset;
  readonly swap: (element: number) => number;
  readonly exchange: SlotExchange;
}

/** Moves all that is at a place to a place of the same form. */
function exchangePlaces(source: Place, target: Place, how: Exchange): void {
  how.exchange.move(source, target, changeOf(source.domain, how));
  if (source.kind === "maybe" && target.kind === "maybe") exchangePlaces(source.of, target.of, how);
  const parts = partsOf(source);
  const others = partsOf(target);
  if (parts.length !== others.length) throw how.exchange.differ(source, target);
  const isIndexed = source.domain.kind === "array" && source.domain.index === how.sort;
  parts.forEach((part, index) => {
    const other = others[isIndexed ? how.swap(index) : index];
    if (other !== undefined) exchangePlaces(part, other, how);
  });
}

function partsOf(place: Place): readonly Place[] {
  if (place.kind === "array" || place.kind === "queue") return place.items;
  return place.kind === "record" ? place.fields : [];
}

function changeOf(domain: Domain, { sort, swap }: Exchange): ValueChange {
  const of = domain.kind === "option" || domain.kind === "setOf" ? domain.of : domain;
  if (of.kind !== "int" || of.sort !== sort) return null;
  return (value) => (typeof value === "number" ? swap(value) : value);
}

/** The image of every instance. */
function firings<S>(
  { rules }: Model<S>,
  sort: Scalarset,
  swap: (element: number) => number,
  name: string,
): Int32Array {
  let first = 0;
  const images: number[] = [];
  for (const rule of rules) {
    checkSorts(rule);
    const numbers = new Map(rule.instances.map((parameters, index) => [parameters.join(), index]));
    rule.instances.forEach((parameters, instance) => {
      const swapped = parameters.map((each, index) => (rule.sorts?.[index] === sort ? swap(each) : each));
      const image = numbers.get(swapped.join());
      if (image === undefined) throw noInstance(rule, instance, swapped, name);
      images.push(first + image);
    });
    first += rule.instances.length;
  }
  return Int32Array.from(images);
}

function checkSorts<S>(rule: Rule<S>): void {
  if (rule.sorts === undefined) return;
  const { sorts } = rule;
  const wrong = rule.instances.find(({ length }) => length !== sorts.length);
  if (wrong === undefined) return;
  throw new Diagnostic({
    kind: "spec",
    where: `rule "${rule.name}"`,
    what: `\`sorts\` has ${sorts.length} elements, for ${wrong.length} parameters`,
    next: "Give one for each parameter: a scalarset, or null.",
  });
}

function noInstance<S>(
  rule: Rule<S>,
  instance: number,
  swapped: readonly number[],
  name: string,
): Diagnostic {
  return new Diagnostic({
    kind: "spec",
    where: ruleName(rule, instance),
    what: `with ${name} it is an instance (${swapped.join(", ")}), which the rule does not have`,
    next: "Instantiate the rule over all of the interchangeable things, or take the scalarset off `symmetries`.",
  });
}
