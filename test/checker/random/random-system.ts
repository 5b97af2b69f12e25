import * as fc from "fast-check";
import type { Model } from "../../../checker/model.ts";
import type { Rule } from "../../../checker/rule.ts";
import {
  array,
  bool,
  int,
  oneOf,
  option,
  queue,
  record,
  setOf,
} from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "../toys/rule.ts";

/** Small, but with a structure of every kind. */
const domain = record({
  x: int(-1, 1),
  mode: oneOf("off", "on"),
  cells: array(2, record({ full: bool(), owner: option(int(0, 1)) })),
  mail: queue(2, int(0, 1)),
  seen: setOf(int(0, 2)),
});
export type System = Infer<typeof domain>;

/** What a random rule asks and does, as data: counterexamples of fast-check print it. */
type Guard = (typeof guards)[number];
type Action = (typeof actions)[number];

const guards = [
  "x<=p",
  "x=p",
  "on",
  "off",
  "full",
  "empty",
  "owned",
  "mail",
  "no mail",
  "seen",
  "unseen",
] as const;
const actions = [
  "x:=p",
  "x+1",
  "x-1",
  "toggle",
  "fill",
  "drain",
  "own",
  "disown",
  "copy",
  "send",
  "take",
  "see",
  "forget",
] as const;

function holds(guard: Guard, state: Readonly<System>, p: number): boolean {
  const cell = state.cells[p % 2];
  switch (guard) {
    case "x<=p":
      return state.x <= p;
    case "x=p":
      return state.x === p;
    case "on":
      return state.mode === "on";
    case "off":
      return state.mode === "off";
    case "full":
      return cell?.full === true;
    case "empty":
      return cell?.full === false;
    case "owned":
      return cell?.owner !== null;
    case "mail":
      return state.mail.length > 0;
    case "no mail":
      return state.mail.length === 0;
    case "seen":
      return state.seen.has(p);
    case "unseen":
      return !state.seen.has(p);
  }
}

function act(action: Action, state: System, p: number): void {
  const cell = state.cells[p % 2];
  if (cell === undefined) throw new Error("there are two cells");
  switch (action) {
    case "x:=p":
      state.x = Math.min(p, 1);
      return;
    case "x+1":
      state.x = state.x === 1 ? -1 : state.x + 1;
      return;
    case "x-1":
      state.x = Math.max(-1, state.x - 1);
      return;
    case "toggle":
      state.mode = state.mode === "on" ? "off" : "on";
      return;
    case "fill":
      cell.full = true;
      return;
    case "drain":
      cell.full = false;
      return;
    case "own":
      cell.owner = p % 2;
      return;
    case "disown":
      cell.owner = null;
      return;
    case "copy":
      state.cells[1 - (p % 2)] = { full: cell.full, owner: cell.owner };
      return;
    case "send":
      if (state.mail.length < 2) state.mail.push(p % 2);
      return;
    case "take":
      state.x = state.mail.shift() ?? state.x;
      return;
    case "see":
      state.seen.add(p);
      return;
    case "forget":
      state.seen.delete(p);
  }
}

export interface RuleSpec {
  readonly guards: readonly Guard[];
  readonly actions: readonly Action[];
  readonly parameters: readonly number[];
  readonly fair: boolean;
}

export interface SystemSpec {
  readonly initial: readonly number[];
  readonly rules: readonly RuleSpec[];
  readonly goal: Guard;
  readonly bad: readonly Guard[];
  readonly wanted: readonly Guard[];
}

const ruleSpec: fc.Arbitrary<RuleSpec> = fc.record({
  guards: fc.array(fc.constantFrom(...guards), { minLength: 1, maxLength: 3 }),
  actions: fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 2 }),
  parameters: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
  fair: fc.boolean(),
});

export const systemSpec: fc.Arbitrary<SystemSpec> = fc.record({
  initial: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }),
  rules: fc.array(ruleSpec, { minLength: 1, maxLength: 5 }),
  goal: fc.constantFrom(...guards),
  bad: fc.array(fc.constantFrom(...guards), { minLength: 2, maxLength: 4 }),
  wanted: fc.array(fc.constantFrom(...guards), { minLength: 2, maxLength: 4 }),
});

function initialState(number: number): System {
  return {
    x: (number % 3) - 1,
    mode: number % 2 === 0 ? "off" : "on",
    cells: [
      { full: number > 3, owner: null },
      { full: false, owner: number > 4 ? 1 : null },
    ],
    mail: number === 5 ? [1] : [],
    seen: FiniteSet.of(),
  };
}

export function randomRule(spec: RuleSpec, name: string): Rule<System> {
  return rule<System, readonly [number]>(
    name,
    (state, p) => {
      for (const action of spec.actions) act(action, state, p);
    },
    {
      instances: spec.parameters.map((p) => [p] as const),
      when: (state, p) => spec.guards.every((guard) => holds(guard, state, p)),
      ...(spec.fair ? { fairness: "weak" } : {}),
    },
  );
}

/** The system of a specification: `never`, `sometimes` and `eventually` about its guards. */
export function randomSystem(spec: SystemSpec): Model<System> {
  const all = (wanted: readonly Guard[]) => (state: Readonly<System>) =>
    wanted.every((guard, p) => holds(guard, state, p % 3)) ? { facts: { x: state.x } } : null;
  const because = "a random system";
  return {
    name: "random",
    schema: schemaOf(domain),
    initial: spec.initial.map(initialState),
    rules: spec.rules.map((each, index) => randomRule(each, `rule ${index}`)),
    properties: [
      { name: "never", kind: "always", because, violatedBy: all(spec.bad), goals: ["sometimes"] },
      { name: "sometimes", kind: "sometimes", because, reachedBy: all(spec.wanted) },
      { name: "eventually", kind: "eventually", because, reachedBy: all([spec.goal]) },
      {
        name: "both eventually",
        kind: "eventually",
        because,
        reachedBy: all(spec.wanted),
        goals: ["sometimes"],
      },
    ],
  };
}

/** The same with everything that a model may add: eager rules, wrong guesses, loop bounds and ends. */
export function wildSystem(spec: SystemSpec): Model<System> {
  const model = randomSystem(spec);
  const eager = (index: number) => index > 0 && index === spec.initial[0];
  return {
    ...model,
    rules: model.rules.map((each, index) => (eager(index) ? { ...each, eager: true as const } : each)),
    abandoned: (state) => spec.bad.every((guard) => holds(guard, state, 1)),
    cut: (state) => (spec.wanted.every((guard) => holds(guard, state, 0)) ? `x = ${state.x}` : null),
    end: (state) => (state.mode === "on" ? "final" : state.x > 0 ? "abandoned" : "deadlock"),
  };
}
