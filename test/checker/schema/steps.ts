import * as fc from "fast-check";
import type { Domain } from "../../../checker/schema/domain.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { nonsense, valueOf } from "./arbitraries.ts";

/** Something a recipe may do, as data: the same step goes to a draft and to a flyweight. */
export interface Step {
  readonly path: readonly string[];
  readonly verb: "assign" | "copy" | "method" | "truncate" | "look";
  readonly method: string;
  readonly values: readonly unknown[];
}

type Path = readonly string[];

function step(
  path: Path,
  verb: Step["verb"],
  values: fc.Arbitrary<unknown[]>,
  method = "",
): fc.Arbitrary<Step> {
  return values.map((list) => ({ path, verb, method, values: list }));
}

const nothing = fc.constant<unknown[]>([]);

/** Now and then a value that does not belong. */
function mostly(of: Domain): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: valueOf(of) }, { weight: 1, arbitrary: nonsense });
}

/** The steps that make sense at a place; it may not exist when the time comes. */
export function stepsOf(of: Domain, path: Path = []): fc.Arbitrary<Step> {
  const here =
    path.length === 0 ? [] : [step(path, "assign", fc.tuple(mostly(of))), step(path, "look", nothing)];
  const options = [...here, ...stepsInside(of, path)];
  return options.length === 0 ? step(path, "look", nothing) : fc.oneof(...options);
}

function stepsInside(of: Domain, path: Path): fc.Arbitrary<Step>[] {
  switch (of.kind) {
    case "record":
      return Object.entries(of.fields).map(([name, field]) => stepsOf(field, [...path, name]));
    case "array":
      return [
        ...of.items.map((item, index) => stepsOf(item, [...path, String(index)])),
        step(path, "method", fc.array(fc.nat(3), { maxLength: 2 }), "slice"),
        step(path, "copy", fc.tuple(fc.nat(2), fc.nat(2))),
      ];
    case "queue":
      return queueSteps(of.capacity, of.of, path);
    case "option":
      return stepsInside(of.of, path);
    case "setOf": {
      const members = fc.tuple(mostly(of.of));
      return [
        ...["add", "delete", "has"].map((method) => step(path, "method", members, method)),
        step(path, "method", nothing, "clear"),
      ];
    }
    default:
      return [];
  }
}

function queueSteps(capacity: number, of: Domain, path: Path): fc.Arbitrary<Step>[] {
  const element = fc.tuple(mostly(of));
  return [
    ...Array.from({ length: capacity }, (_, index) => stepsOf(of, [...path, String(index)])),
    step(path, "method", element, "push"),
    step(path, "method", element, "unshift"),
    ...["shift", "pop", "reverse"].map((method) => step(path, "method", nothing, method)),
    step(path, "method", fc.tuple(fc.nat(capacity), fc.nat(2)), "splice"),
    step(path, "copy", fc.tuple(fc.nat(capacity), fc.nat(capacity))),
    step(path, "truncate", fc.tuple(fc.nat(capacity))),
  ];
}

/** Takes a step; gives what a recipe would see of it, or null when the place does not exist. */
export function take({ path, verb, method, values }: Step, state: unknown): unknown {
  let parent: unknown = state;
  for (const name of path.slice(0, -1)) parent = isObject(parent) ? parent[name] : undefined;
  const name = path.at(-1);
  const target = name === undefined ? state : isObject(parent) ? parent[name] : undefined;
  if (!isObject(parent) || target === undefined) return null;
  if (verb === "assign" && name !== undefined) parent[name] = values[0];
  if (verb === "look") return plain(target);
  if (!isObject(target)) return null;
  if (verb === "truncate") target["length"] = Math.min(Number(values[0]), Number(target["length"]));
  if (verb === "copy") copyElement(target, Number(values[0]), Number(values[1]));
  if (verb !== "method") return null;
  const call = target[method];
  return typeof call === "function" ? plain(Reflect.apply(call, target, values)) : null;
}

/** `list[to] = list[from]`, of elements that exist. */
function copyElement(list: Record<string, unknown>, from: number, to: number): void {
  const length = Number(list["length"]);
  if (from < length && to < length) list[String(to)] = list[String(from)];
}

/** A copy of what a draft or a flyweight shows, by the means that a recipe has. */
function plain(value: unknown): unknown {
  if (value instanceof FiniteSet) return [...value];
  if (!isObject(value)) return value;
  if (isIterable(value)) return Array.from(value, plain);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}
