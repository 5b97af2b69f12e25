import { describe, expect, test } from "vitest";
import type { Model } from "../../../checker/model.ts";
import { at } from "../../../checker/schema/access.ts";
import { array, bool, int, oneOf, record } from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "../toys/rule.ts";
import { outlineOf } from "./essence.ts";

/** As many values as `tries.ts` keeps of one recipe, at most. */
const budget = 16_384;
/** Somewhat more values, and each of them in two states. */
const values = 18_000;

const wide = record({ x: int(0, 100_000), on: bool(), tenth: int(0, 9) });
type Wide = Infer<typeof wide>;

type Parts = Partial<Pick<Model<Wide>, "rules" | "properties" | "abandoned" | "cut" | "end">>;

/** A tree of numbers, and what only a few bits decide: there are many more states than numbers. */
function numbers(parts: Parts = {}): Model<Wide> {
  return {
    name: "numbers",
    schema: schemaOf(wide),
    initial: [{ x: 1, on: false, tenth: 1 }],
    properties: [],
    ...parts,
    rules: [
      rule<Wide, readonly [number]>(
        "grow",
        (state, bit) => {
          state.x = state.x * 2 + bit;
          state.tenth = 1;
        },
        { instances: [[0], [1]], when: ({ x }, bit) => x * 2 + bit <= values },
      ),
      rule<Wide>("switch", (state) => {
        state.on = !state.on;
      }),
      // The one way to what is asked for: a step that changes nothing that was looked at before.
      rule<Wide>(
        "mark",
        (state) => {
          state.tenth = 5;
        },
        { when: ({ on }) => on },
      ),
      ...(parts.rules ?? []),
    ],
  };
}

const because = "a toy";

/** Everything that a model may ask about a state, looking at all of its number. */
const recipes: Readonly<Record<string, (asked: () => void) => Parts>> = {
  rule: (asked) => ({
    rules: [
      rule<Wide>(
        "tell",
        (state) => {
          state.tenth = state.x % 10;
        },
        {
          when: ({ x }) => {
            asked();
            return x % 2 === 0;
          },
        },
      ),
    ],
  }),
  "eager rule": (asked) => ({
    rules: [
      rule<Wide>(
        "round down",
        (state) => {
          state.x--;
        },
        {
          eager: true,
          when: ({ x }) => {
            asked();
            return x > values / 2 && x % 10 === 3;
          },
        },
      ),
    ],
  }),
  property: (asked) => ({
    properties: [
      {
        name: "never there",
        kind: "always",
        because,
        violatedBy: (state) => {
          asked();
          return state.x === values - 1 && state.tenth === 5 ? { facts: { x: state.x } } : null;
        },
      },
    ],
  }),
  "abandoned of": (asked) => ({
    abandoned: ({ x }) => {
      asked();
      return x % 100 === 99;
    },
  }),
  "cut of": (asked) => ({
    cut: (state) => {
      asked();
      return state.x === values - 1 && state.tenth === 5 ? "a loop" : null;
    },
  }),
};

describe("a recipe that looks at more than its budget", () => {
  test.each(Object.keys(recipes))(
    "as the %s a model is asked without a trie, and answers the same",
    async (name) => {
      const calls = { observed: 0, flyweight: 0 };
      const model = (engine: keyof typeof calls) => numbers(recipes[name]?.(() => calls[engine]++));
      const flyweight = await outlineOf(model("flyweight"), { engine: "flyweight" });
      const observed = await outlineOf(model("observed"), { engine: "observed", workers: 1, sample: 0 });
      expect(observed).toEqual(flyweight);
      // Once per number would do, had it a trie for all of them.
      expect(calls.observed).toBeGreaterThan(values + 1_000);
      // And it had one for the first of them.
      expect(calls.observed).toBeLessThan(calls.flyweight - 5_000);
    },
    30_000,
  );

  test("as the end of a model is asked as often as there are dead ends, and answers the same", async () => {
    const ends = numbers({ end: ({ x }) => (x === values - 1 ? "deadlock" : "final") });
    const stopping = { ...ends, rules: ends.rules.slice(0, 1), initial: [false, true].map(startOf) };
    for (const deadlock of ["stuck", "stuttering"] as const) {
      const flyweight = await outlineOf(stopping, { engine: "flyweight", deadlock });
      expect(await outlineOf(stopping, { engine: "observed", deadlock, workers: 1 })).toEqual(flyweight);
    }
    expect(values).toBeGreaterThan(budget);
  }, 30_000);
});

const startOf = (on: boolean): Wide => ({ x: 1, on, tenth: 1 });

const shelf = record({ mode: oneOf("idle", "busy"), cells: array(4, int(0, 7)) });
type Shelf = Infer<typeof shelf>;

test("rules that look at one thing first, and then each at its own, are observed apart after a while", async () => {
  let calls = 0;
  const model: Model<Shelf> = {
    name: "shelf",
    schema: schemaOf(shelf),
    initial: [{ mode: "busy", cells: [0, 0, 0, 0] }],
    rules: [
      rule<Shelf, readonly [number]>(
        "turn",
        (state, cell) => {
          state.cells[cell] = (at(state.cells, cell) + 1) % 8;
        },
        {
          instances: [[0], [1], [2], [3]],
          when: ({ mode, cells }, cell) => {
            calls++;
            return mode === "busy" && at(cells, cell) !== 9;
          },
        },
      ),
    ],
    properties: [],
  };
  const flyweight = await outlineOf(model, { engine: "flyweight" });
  calls = 0;
  expect(await outlineOf(model, { engine: "observed", workers: 1, sample: 0 })).toEqual(flyweight);
  // 8^4 states have four of them each. Together they have 512 runs, and a chunk without a trie; apart, 8 are enough.
  expect(calls).toBeGreaterThan(4 * 512);
  expect(calls).toBeLessThan((4 * 8 ** 4) / 4);
});
