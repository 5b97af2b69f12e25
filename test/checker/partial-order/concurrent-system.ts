import * as fc from "fast-check";
import type { Model } from "../../../checker/model.ts";
import type { Property } from "../../../checker/property.ts";
import { at } from "../../../checker/schema/access.ts";
import { array, int, record, setOf } from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "../toys/rule.ts";

/** A few cells that rules share by twos and threes, so that much is independent and some of it only now and then. */
const cells = 6;
const domain = record({ cells: array(cells, int(0, 2)), flags: setOf(int(0, 2)) });
export type Concurrent = Infer<typeof domain>;

type Condition =
  | { readonly kind: "cell"; readonly cell: number; readonly value: number; readonly is: boolean }
  | { readonly kind: "flag"; readonly flag: number; readonly is: boolean };
type Effect =
  | { readonly kind: "set"; readonly cell: number; readonly value: number }
  | { readonly kind: "copy"; readonly cell: number; readonly from: number }
  | { readonly kind: "flag"; readonly flag: number; readonly is: boolean }
  /** Where one cell has a value, sets another: what is written depends on what is read. */
  | { readonly kind: "if"; readonly test: Condition; readonly then: Effect };

interface RuleSpec {
  readonly when: readonly Condition[];
  readonly effects: readonly Effect[];
  readonly eager: boolean;
}

export interface ConcurrentSpec {
  readonly initial: readonly (readonly number[])[];
  readonly rules: readonly RuleSpec[];
  readonly wanted: readonly (readonly Condition[])[];
  readonly abandoned: readonly Condition[];
  readonly cut: readonly Condition[];
}

const cell = fc.integer({ min: 0, max: cells - 1 });
const value = fc.integer({ min: 0, max: 2 });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("cell"), cell, value, is: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("flag"), flag: value, is: fc.boolean() }) },
);
const simple: fc.Arbitrary<Effect> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("set"), cell, value }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("copy"), cell, from: cell }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("flag"), flag: value, is: fc.boolean() }) },
);
const effect: fc.Arbitrary<Effect> = fc.oneof(
  { weight: 3, arbitrary: simple },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("if"), test: condition, then: simple }) },
);

export const concurrentSpec: fc.Arbitrary<ConcurrentSpec> = fc.record({
  initial: fc.array(fc.array(value, { minLength: cells, maxLength: cells }), {
    minLength: 1,
    maxLength: 2,
    size: "xsmall",
  }),
  rules: fc.array(
    fc.record({
      when: fc.array(condition, { minLength: 1, maxLength: 2, size: "xsmall" }),
      effects: fc.array(effect, { minLength: 1, maxLength: 2 }),
      eager: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
    }),
    { minLength: 6, maxLength: 12 },
  ),
  wanted: fc.array(fc.array(condition, { minLength: 2, maxLength: 4 }), { minLength: 0, maxLength: 2 }),
  abandoned: fc.array(condition, { minLength: 3, maxLength: 5 }),
  cut: fc.array(condition, { minLength: 3, maxLength: 5 }),
});

function holds(state: Readonly<Concurrent>, test: Condition): boolean {
  const is = test.kind === "cell" ? at(state.cells, test.cell) === test.value : state.flags.has(test.flag);
  return is === test.is;
}

function act(state: Concurrent, does: Effect): void {
  switch (does.kind) {
    case "set":
      state.cells[does.cell] = does.value;
      return;
    case "copy":
      state.cells[does.cell] = at(state.cells, does.from);
      return;
    case "flag":
      if (does.is) state.flags.add(does.flag);
      else state.flags.delete(does.flag);
      return;
    case "if":
      if (holds(state, does.test)) act(state, does.then);
  }
}

/** The system of a specification, with everything that a model may have but liveness. */
export function concurrentSystem(spec: ConcurrentSpec): Model<Concurrent> {
  const all = (tests: readonly Condition[]) => (state: Readonly<Concurrent>) =>
    tests.every((test) => holds(state, test));
  return {
    name: "concurrent",
    schema: schemaOf(domain),
    initial: spec.initial.map((values) => ({ cells: [...values], flags: FiniteSet.of() })),
    rules: spec.rules.map(({ when, effects, eager }, index) =>
      rule<Concurrent>(
        `rule ${index}`,
        (state) => {
          for (const does of effects) act(state, does);
        },
        { when: all(when), ...(eager ? { eager: true } : {}) },
      ),
    ),
    properties: spec.wanted.map((tests, index): Property<Concurrent> => ({
      kind: "sometimes",
      name: `wanted ${index}`,
      because: "a random system",
      reachedBy: (state) => (all(tests)(state) ? { facts: {} } : null),
    })),
    abandoned: all(spec.abandoned),
    cut: (state) => (all(spec.cut)(state) ? "a loop" : null),
  };
}
