import * as fc from "fast-check";
import type { Model } from "../../../checker/model.ts";
import type { Property } from "../../../checker/property.ts";
import { at } from "../../../checker/schema/access.ts";
import { array, bool, int, record } from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "../toys/rule.ts";

/** Far enough for threads to be worth their while: 19^4 states, on levels of up to 4,500. */
export const side = 18;
const grid = record({ at: array(4, int(0, side)), flag: bool() });
export type Grid = Infer<typeof grid>;

/** What is asked of one coordinate, or of two. */
interface Ask {
  readonly one: number;
  readonly other: number;
  readonly modulus: number;
  readonly rest: number;
}

/** A system that counts along four axes, as data. */
export interface GridSpec {
  /** By axis: steps along it are forbidden where this holds. */
  readonly walls: readonly Ask[];
  readonly flag: Ask;
  readonly eager: Ask | null;
  readonly abandoned: Ask | null;
  readonly cut: Ask;
  readonly bad: Ask;
  readonly final: Ask;
}

const axis = fc.integer({ min: 0, max: 3 });
const ask: fc.Arbitrary<Ask> = fc.record({
  one: axis,
  other: axis,
  modulus: fc.integer({ min: 7, max: 19 }),
  rest: fc.integer({ min: 1, max: 6 }),
});

export const gridSpec: fc.Arbitrary<GridSpec> = fc.record({
  walls: fc.array(ask, { minLength: 4, maxLength: 4 }),
  flag: ask,
  eager: fc.option(ask),
  abandoned: fc.option(ask),
  cut: ask,
  bad: ask,
  final: ask,
});

const holds = ({ one, other, modulus, rest }: Ask, { at: place }: Readonly<Grid>): boolean =>
  (at(place, one) * 3 + at(place, other)) % modulus === rest;

const because = "a random grid";
const all = ({ at: place }: Readonly<Grid>) => place.every((coordinate) => coordinate > side - 2);

export function gridSystem({ walls, flag, eager, abandoned, cut, bad, final }: GridSpec): Model<Grid> {
  const whereFar = (asked: Ask, more: (state: Readonly<Grid>) => boolean) => (state: Readonly<Grid>) =>
    more(state) && holds(asked, state) ? { facts: { at: state.at.join() } } : null;
  const properties: readonly Property<Grid>[] = [
    {
      name: "bad and flagged",
      kind: "always",
      because,
      violatedBy: whereFar(bad, (state) => state.flag && far(state, 9)),
    },
    {
      name: "the far end",
      kind: "sometimes",
      because,
      reachedBy: (state) => (all(state) ? { facts: {} } : null),
    },
    { name: "far and bad", kind: "sometimes", because, reachedBy: whereFar(bad, (state) => far(state, 15)) },
  ];
  return {
    name: "a grid",
    schema: schemaOf(grid),
    initial: [{ at: [0, 0, 0, 0], flag: false }],
    rules: [
      rule<Grid, readonly [number]>(
        "step",
        (state, along) => {
          state.at[along] = at(state.at, along) + 1;
          state.flag = false;
        },
        {
          instances: [[0], [1], [2], [3]],
          when: (state, along) =>
            at(state.at, along) < side && !(state.flag && holds(at(walls, along), state)),
        },
      ),
      rule<Grid>(
        "flag",
        (state) => {
          state.flag = true;
        },
        { when: (state) => !state.flag && holds(flag, state) },
      ),
      ...(eager === null
        ? []
        : [
            rule<Grid>(
              "flag at once",
              (state) => {
                state.flag = true;
              },
              { eager: true, when: (state) => !state.flag && holds(eager, state) },
            ),
          ]),
    ],
    properties,
    ...(abandoned === null ? {} : { abandoned: (state) => far(state, 4) && holds(abandoned, state) }),
    cut: (state) => (far(state, 10) && holds(cut, state) ? `at ${state.at.join()}` : null),
    end: (state) => (holds(final, state) ? "final" : "deadlock"),
  };
}

/** Whether every coordinate is at least so large. */
function far({ at: place }: Readonly<Grid>, least: number): boolean {
  return place.every((coordinate) => coordinate >= least);
}

/** A grid without walls, of which anybody can say what leads where. */
export function plainGrid(): Model<Grid> {
  const nowhere: Ask = { one: 0, other: 0, modulus: 1, rest: 1 };
  const walls = [nowhere, nowhere, nowhere, nowhere];
  return gridSystem({
    walls,
    flag: nowhere,
    eager: null,
    abandoned: null,
    cut: nowhere,
    bad: nowhere,
    final: nowhere,
  });
}
