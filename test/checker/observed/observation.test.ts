import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Observation, type Read } from "../../../checker/engine/observed/observation.ts";
import { array, bool, int, oneOf, record, setOf } from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import type { Schema } from "../../../checker/schema/schema.ts";
import { anySchemaOf, stateOf, states } from "../schema/arbitraries.ts";
import { stepsOf, take } from "../schema/steps.ts";

const domain = record({
  pc: int(0, 5),
  on: bool(),
  mode: oneOf("only"),
  cells: array(2, int(0, 3)),
  seen: setOf(int(0, 9)),
  clock: int(0, 100_000),
});
type State = Infer<typeof domain>;

const start: State = {
  pc: 3,
  on: false,
  mode: "only",
  cells: [1, 2],
  seen: FiniteSet.of(1, 4),
  clock: 70_000,
};

type Recipe<S> = (state: S) => unknown;

/** A recipe's bits of a slot that it set, and what they are. */
interface BitsSet {
  readonly slot: number;
  readonly bits: number;
  readonly to: number;
}

/** Runs recipes in turn on the slots of a state, as the engine does. */
function observe<S>(schema: Schema<S>, slots: Int32Array, recipes: readonly Recipe<S>[]) {
  const flyweight = schema.flyweight();
  const observation = new Observation(schema.layout);
  flyweight.load(slots);
  observation.begin(flyweight.slots);
  flyweight.watch(observation);
  const runs = recipes.map((recipe) => {
    observation.next();
    const answer = answerOf(() => recipe(flyweight.root));
    const set = observation.set().map((slot): BitsSet => {
      const now = flyweight.slots[slot] ?? 0;
      const bits = observation.bitsSet(slot, now);
      return { slot, bits, to: now & bits };
    });
    const after = flyweight.slots.slice();
    flyweight.undo();
    return { answer, set: set.filter(({ bits }) => bits !== 0), after };
  });
  return { path: observation.path.map((read) => slotRead(schema, read)), runs };
}

/** A look at bits of the packed row, as one at bits of the slot that they belong to. */
function slotRead<S>({ layout }: Schema<S>, { word, shift, mask, value }: Read) {
  const slot = layout.slots.findIndex(
    (each) => each.word === word && each.shift <= shift && shift < each.shift + each.bits,
  );
  return { slot, shift: shift - (layout.slots[slot]?.shift ?? 0), mask, value };
}

/** An error is an answer, too. */
function answerOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return String(error);
  }
}

/** What recipes looked at in `start`, and what the last of them set, by the names of the fields. */
function seen(...recipes: readonly Recipe<State>[]) {
  const schema = schemaOf(domain);
  const slots = new Int32Array(schema.layout.slots.length);
  schema.encode(start, slots);
  const { path, runs } = observe(schema, slots, recipes);
  const name = (slot: number) => schema.layout.slots[slot]?.path;
  return {
    looked: path.map(({ slot, shift, mask, value }) => [name(slot), shift, mask, value]),
    set: runs.at(-1)?.set.map(({ slot, bits, to }) => [name(slot), bits, to]),
  };
}

describe("of a recipe is noted", () => {
  test("the fields it looked at, once each, in the order of the first look", () => {
    const { looked, set } = seen((state) => [state.on, state.cells[1], state.pc, state.on]);
    expect(looked).toEqual([
      ["on", 0, 1, 0],
      ["cells[1]", 0, 3, 2],
      ["pc", 0, 7, 3],
    ]);
    expect(set).toEqual([]);
  });

  test("what it set, which it is not said to look at afterwards", () => {
    const { looked, set } = seen((state) => {
      state.pc = 5;
      state.on = state.pc === 5;
    });
    expect(looked).toEqual([]);
    expect(set).toEqual([
      ["pc", 7, 5],
      ["on", 1, 1],
    ]);
  });

  test("no write of what it saw there, but any of what it did not look at", () => {
    const same = seen((state) => {
      state.pc = state.pc === 3 ? 3 : 0;
      state.on = false;
    });
    expect(same.set).toEqual([["on", 1, 0]]);
    const backAndForth = seen((state) => {
      const { pc } = state;
      state.pc = 4;
      state.pc = pc;
    });
    expect(backAndForth).toEqual({ looked: [["pc", 0, 7, 3]], set: [] });
  });

  test("the single bits of a set's members, looked at and set", () => {
    const { looked, set } = seen(({ seen: members }) => {
      members.has(4);
      members.has(7);
      members.add(4);
      members.add(2);
      members.delete(1);
    });
    expect(looked).toEqual([
      ["seen", 4, 1, 1],
      ["seen", 7, 1, 0],
      // `delete` says whether it was there.
      ["seen", 1, 1, 1],
    ]);
    // Member 4 is known to be there.
    expect(set).toEqual([["seen", 0b110, 0b100]]);
  });

  test("the rest of a set that it had seen some members of, in pieces without gaps", () => {
    const { looked } = seen(({ seen: members }) => [members.has(4), members.size]);
    expect(looked).toEqual([
      ["seen", 4, 1, 1],
      ["seen", 0, 0b1111, 0b0010],
      ["seen", 5, 0b11111, 0],
    ]);
  });

  test("a field of more than 8 bits in pieces of at most 8", () => {
    const { looked } = seen((state) => state.clock);
    expect(looked).toEqual([
      ["clock", 0, 255, 70_000 & 255],
      ["clock", 8, 255, (70_000 >> 8) & 255],
      ["clock", 16, 1, 1],
    ]);
  });

  test("nothing of a field with one value", () => {
    expect(seen((state) => state.mode).looked).toEqual([]);
  });
});

describe("of recipes that run in turn on one state", () => {
  test("the later ones know what the earlier ones looked at, but not what they set", () => {
    const { looked, set } = seen(
      (state) => {
        state.on = state.pc === 3;
      },
      (state) => {
        state.cells[0] = state.pc === 3 && state.on ? 2 : 0;
        state.pc = 3;
      },
    );
    expect(looked).toEqual([
      ["pc", 0, 7, 3],
      ["on", 0, 1, 0],
    ]);
    expect(set).toEqual([["cells[0]", 3, 0]]);
  });
});

/** Any domain, two of its states, and something to do. */
const runs = states.chain((domain) =>
  fc.record({
    domain: fc.constant(domain),
    state: stateOf(domain),
    other: stateOf(domain),
    recipes: fc.array(fc.array(stepsOf(domain), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
);

test("states that agree on all that was looked at get the same path, answers and writes", () => {
  let different = 0;
  fc.assert(
    fc.property(runs, ({ domain, state, other, recipes: steps }) => {
      const schema = anySchemaOf(domain);
      const slotsOf = (value: object) => {
        const slots = new Int32Array(schema.layout.slots.length);
        schema.encode(value, slots);
        return slots;
      };
      const recipes = steps.map((list) => (root: object) => list.map((step) => take(step, root)));
      const first = observe(schema, slotsOf(state), recipes);
      // The other state, but for what was looked at.
      const mixed = slotsOf(other);
      for (const { slot, shift, mask, value } of first.path) {
        mixed[slot] = ((mixed[slot] ?? 0) & ~(mask << shift)) | (value << shift);
      }
      // A queue that became shorter has something behind its end, which no state has.
      const twin = slotsOf(schema.decode(mixed));
      fc.pre(
        first.path.every(({ slot, shift, mask, value }) => (((twin[slot] ?? 0) >>> shift) & mask) === value),
      );
      const second = observe(schema, twin, recipes);
      expect(second.path).toEqual(first.path);
      first.runs.forEach(({ answer, set }, index) => {
        const run = second.runs[index];
        expect(run?.answer).toEqual(answer);
        const expected = twin.slice();
        for (const { slot, bits, to } of set) expected[slot] = ((expected[slot] ?? 0) & ~bits) | to;
        expect(run?.after).toEqual(expected);
      });
      if (twin.join() !== slotsOf(state).join()) different++;
    }),
    { numRuns: 1000 },
  );
  // Of equal states it would mean nothing.
  expect(different).toBeGreaterThan(300);
});
