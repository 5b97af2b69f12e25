import type { BoundHit, Bounds } from "../checker/bounds.ts";
import type { Witness } from "../checker/property.ts";
import type { CheckResult, PropertyResult, Simulation, Statistics } from "../checker/result.ts";
import { bytes, count, counted, seconds } from "./text/quantity.ts";

/** Why a property has its verdict, in a sentence. */
export function reasonWords<S>(result: PropertyResult<S>): string {
  const others = result.others.length;
  const further = others === 0 ? "" : `, and there ${others === 1 ? "is" : "are"} ${count(others)} more`;
  return ruledWords(result) + further;
}

/** Of a trace that no search found. */
const longer = "that need not be the shortest way";

function ruledWords<S>({ reason, kind, trace }: PropertyResult<S>): string {
  const steps = stepsWords(trace?.steps ?? []);
  switch (reason.kind) {
    case "exhausted":
      return kind === "eventually" ? "reached on every path" : "holds in every reachable state";
    case "reached":
      if (reason.walk !== undefined)
        return `reached by random walk ${count(reason.walk)} in ${steps}; ${longer}`;
      return `reached; a shortest way there takes ${steps}`;
    case "counterexample":
      if (reason.walk !== undefined)
        return `random walk ${count(reason.walk)} breaks it in ${steps}; ${longer}`;
      if (kind !== "eventually") return `a shortest counterexample has ${steps}`;
      if (typeof trace?.loop === "number") return `a path repeats for ever without reaching it (${steps})`;
      return `a path of ${steps} ends without reaching it`;
    case "unreachable":
      return "every reachable state was visited, and none is what it asks for";
    case "bound":
      return `${hitWords(reason.hit)}: nothing found up to it`;
    case "simulation":
      return `${counted(reason.walks, "random walk")} (seed ${reason.seed}) came to no answer`;
    case "goals-missed":
      return `it holds, but what would exercise it was never reached: ${reason.goals.join(", ")}`;
  }
}

/** Steps as the trace numbers them; those shown for the reader only are no transitions, and count in no depth. */
export function stepsWords(steps: readonly { readonly kind: "rule" | "implied" }[]): string {
  const implied = steps.filter(({ kind }) => kind === "implied").length;
  const all = counted(steps.length, "step");
  return implied === 0 ? all : `${all} (${implied} of them implied, at depth ${steps.length - implied})`;
}

/** The bound that was hit, in words. */
export function hitWords(hit: BoundHit): string {
  switch (hit.kind) {
    case "depth":
    case "states":
      return `${hit.kind} bound ${count(hit.limit)} hit`;
    case "memory":
      return `memory bound ${bytes(hit.limit)} hit`;
    case "time":
      return `time bound ${seconds(hit.limit)} hit`;
    case "interrupted":
      return "interrupted";
    case "loop":
      return `a declared bound cut a path (${hit.where})`;
  }
}

/** How much was visited, and under which bounds. */
export function coverageWords<S>(result: CheckResult<S>): string {
  const { keepGoing } = result;
  if (keepGoing === 1) return visitedWords(result);
  return `${visitedWords(result)}, looking for ${count(keepGoing)} different counterexamples of each property`;
}

function visitedWords<S>(result: CheckResult<S>): string {
  const { exhausted, hit, bounds, statistics, simulation, reductions } = result;
  if (simulation !== null) return simulationWords(simulation, hit);
  const visited = `${counted(statistics.states, "state")}, depth ${count(statistics.depth)}`;
  const set = boundsWords(bounds);
  if (exhausted) {
    const all =
      reductions.partialOrder === "off"
        ? "every reachable state visited"
        : "visited all that the reduction leaves";
    return `${all}: ${visited}, ${set === "" ? "no bound set" : `${set} not hit`}`;
  }
  if (hit !== null) return `${hitWords(hit)}: ${visited} visited`;
  return `stopped once every property was decided: ${visited} visited`;
}

/** How many walks were taken, and how they ended. */
function simulationWords({ asked, walks, seed, depth, ends }: Simulation, hit: BoundHit | null): string {
  const taken =
    walks === asked ? counted(walks, "random walk") : `${count(walks)} of ${counted(asked, "random walk")}`;
  const ended = [
    [ends["dead-end"], "at a dead end"],
    [ends.abandoned, "as wrong guesses"],
    [ends.decided, "at a state that decides a property"],
    [ends.depth, "at the depth bound"],
  ] as const;
  const how = ended.filter(([number]) => number > 0).map(([number, where]) => `${count(number)} ${where}`);
  const early = walks < asked && hit === null ? ", stopped once every property was decided" : "";
  return [
    ...(hit === null ? [] : [`${hitWords(hit)}:`]),
    `${taken} of at most ${counted(depth, "step")}, seed ${seed}, not every state${early}`,
    ...(how.length === 0 ? [] : [`(ended: ${how.join(", ")})`]),
  ].join(" ");
}

function boundsWords({ depth, states, memory, time }: Bounds): string {
  const set = [
    ...(depth === null ? [] : [`depth bound ${count(depth)}`]),
    ...(states === null ? [] : [`states bound ${count(states)}`]),
    ...(memory === null ? [] : [`memory bound ${bytes(memory)}`]),
    ...(time === null ? [] : [`time bound ${seconds(time)}`]),
  ];
  return set.join(", ");
}

/** `1,234 states, 5,678 rules fired, depth 17, 0.12 s, 1.2 MB, engine flyweight`. */
export function statisticsWords<S>({ statistics, engine, simulation, reductions }: CheckResult<S>): string {
  if (simulation !== null) return walkWords(simulation, statistics);
  return [
    counted(statistics.states, "state"),
    counted(statistics.rulesFired, "rule fired", "rules fired"),
    `depth ${count(statistics.depth)}`,
    seconds(statistics.seconds),
    bytes(statistics.bytes),
    `engine ${engine}`,
    ...(reductions.partialOrder === "off" ? [] : ["partial order: stubborn sets"]),
    ...(reductions.symmetry === null ? [] : [`symmetry of order ${count(reductions.symmetry.order)}`]),
  ].join(", ");
}

/** `100 walks, 1,234 steps, 12 of 30 rules fired, longest walk 17 steps, 80 distinct states, 0.12 s, 1.2 kB`. */
function walkWords(
  { walks, steps, longest, rulesFired }: Simulation,
  { states, seconds: elapsed, bytes: stored, rules }: Statistics,
): string {
  return [
    counted(walks, "walk"),
    counted(steps, "step"),
    `${count(rulesFired)} of ${counted(rules.length, "rule")} fired`,
    `longest walk ${counted(longest, "step")}`,
    counted(states, "distinct state"),
    seconds(elapsed),
    bytes(stored),
  ].join(", ");
}

/** `pe = PE1, entry = V(A)`. */
export function witnessWords({ facts }: Witness): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join(", ");
}
