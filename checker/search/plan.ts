import { availableParallelism } from "node:os";
import { unbounded, type Bounds } from "../bounds.ts";
import type { CheckOptions } from "../check-options.ts";
import { Diagnostic } from "../diagnostic.ts";
import type { EngineOptions } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import type { Property } from "../property.ts";
import { suggestion } from "../suggestion.ts";
import type { Symmetry } from "../symmetry/symmetry.ts";
import { planCollect } from "./plan-collect.ts";
import { planPartialOrder } from "./plan-partial-order.ts";
import { planStore } from "./plan-store.ts";
import { planSymmetry } from "./plan-symmetry.ts";
import { validateModel } from "./validate-model.ts";
import { validateOptions } from "./validate-options.ts";

/** The property that reports dead ends; no property of a model may have its name. */
export const noDeadlock = "no-deadlock";

/** What is reported of dead ends. */
export const deadlockProperty = {
  name: noDeadlock,
  kind: "always",
  because: "A path that stops before it is done is a protocol that hangs, or a model that forgot a case.",
} as const;

/** States per state that is checked against the reference engine: about a hundredth of the time at most. */
const defaultSample = 32_768;

/** What a check will do, once the model and the options are known to make sense. */
export interface Plan {
  readonly bounds: Bounds;
  readonly engine: EngineOptions;
  /** The properties to report, by index in the model. */
  readonly reported: readonly number[];
  /** Whether `no-deadlock` is reported. */
  readonly deadlock: boolean;
  /** Different counterexamples to look for per property. */
  readonly keepGoing: number;
}

export function planOf<S>(model: Model<S>, options: CheckOptions): Plan {
  validateModel(model);
  validateOptions(options);
  planCollect(options);
  checkNames(model);
  const mode = options.deadlock ?? model.deadlock ?? "off";
  const names = model.properties.map(({ name }) => name);
  const available = mode === "off" ? names : [...names, noDeadlock];
  const chosen = options.properties ?? available;
  for (const name of chosen) if (!available.includes(name)) throw unknownProperty(name, available);
  const reported = [...names.keys()].filter((index) => chosen.includes(names[index] ?? ""));
  const deadlock = chosen.includes(noDeadlock);
  const eager = options.eager ?? "fold";
  const symmetry = planSymmetry(model, options, eager, reported);
  const goals = withGoals(model.properties, reported);
  const judge = symmetry === null ? goals : withImages(symmetry, goals);
  return {
    bounds: boundsOf(options.bounds ?? {}),
    engine: {
      eager,
      deadlock: deadlock ? mode : "off",
      judge,
      symmetry,
      reducer: planPartialOrder(model, options, eager, judge, symmetry),
      workers: options.workers ?? availableParallelism(),
      sample: options.sample ?? defaultSample,
      store: planStore(model, options, reported),
    },
    reported,
    deadlock,
    keepGoing: options.keepGoing ?? 1,
  };
}

/** The names of the states that show that a property was exercised. */
export function goalsOf<S>(property: Property<S>): readonly string[] {
  return property.kind === "sometimes" ? [] : (property.goals ?? []);
}

function withGoals<S>(properties: readonly Property<S>[], reported: readonly number[]): readonly number[] {
  const goals = new Set(
    properties.filter((_, index) => reported.includes(index)).flatMap((property) => goalsOf(property)),
  );
  return [...properties.keys()].filter(
    (index) => reported.includes(index) || goals.has(properties[index]?.name ?? ""),
  );
}

/** A property that only the image of a state decides shows as one of its class that the state itself decides. */
function withImages({ classes }: Symmetry, judged: readonly number[]): readonly number[] {
  const images = new Set(judged.flatMap((index) => classes[index] ?? [index]));
  return [...images].toSorted((a, b) => a - b);
}

function checkNames<S>({ name, properties }: Model<S>): void {
  const where = `model "${name}"`;
  const mistake = (what: string, next: string) => new Diagnostic({ kind: "spec", where, what, next });
  const names = properties.map((property) => property.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined) {
    throw mistake(`two properties are named "${twice}"`, "Verdicts are told apart by name: rename one.");
  }
  if (names.includes(noDeadlock)) {
    throw mistake(`a property is named "${noDeadlock}"`, "The name is reserved for dead ends: rename it.");
  }
  for (const property of properties) checkGoals(property, properties);
}

function checkGoals<S>(property: Property<S>, properties: readonly Property<S>[]): void {
  const goals = properties.filter(({ kind }) => kind === "sometimes").map(({ name }) => name);
  for (const goal of goalsOf(property)) {
    if (goals.includes(goal)) continue;
    const exists = properties.some(({ name }) => name === goal);
    throw new Diagnostic({
      kind: "spec",
      where: `property "${property.name}"`,
      what: exists ? `its goal "${goal}" is not a "sometimes"` : `its goal "${goal}" does not exist`,
      next: suggestion(goal, goals, "sometimes properties"),
    });
  }
}

function unknownProperty(name: string, available: readonly string[]): Diagnostic {
  return new Diagnostic({
    kind: "unknown-name",
    what: `there is no property "${name}"`,
    next: suggestion(name, available, "properties"),
  });
}

function boundsOf(given: Partial<Bounds>): Bounds {
  const bounds = { ...unbounded, ...given };
  for (const [name, limit] of Object.entries(bounds)) {
    if (limit === null || limit >= 0) continue;
    throw new Diagnostic({
      kind: "usage",
      where: `bound "${name}"`,
      what: `${limit} is not a limit`,
      next: "Use a number that is not negative, or leave the bound out.",
    });
  }
  return bounds;
}
