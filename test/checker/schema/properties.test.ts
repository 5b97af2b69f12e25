import * as fc from "fast-check";
import { produce } from "immer";
import { describe, expect, test } from "vitest";
import { DomainError } from "../../../checker/schema/domain-error.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import type { Schema } from "../../../checker/schema/schema.ts";
import { anySchemaOf, stateOf, states, withStates } from "./arbitraries.ts";
import { stepsOf, take } from "./steps.ts";
import type { Step } from "./steps.ts";

function slotsOf(schema: Schema<object>, state: object): Int32Array {
  // Not zero: encoding must say what every slot is.
  const slots = new Int32Array(schema.layout.slots.length).fill(-1);
  schema.encode(state, slots);
  return slots;
}

describe("for any domain", () => {
  test("decoding what was encoded gives the state back", () => {
    fc.assert(
      fc.property(withStates, ({ domain, state }) => {
        const schema = anySchemaOf(domain);
        expect(schema.decode(slotsOf(schema, state))).toEqual(state);
      }),
    );
  });

  test("unpacking what was packed gives the slots back and leaves the neighbours alone", () => {
    fc.assert(
      fc.property(withStates, fc.nat(3), ({ domain, state }, at) => {
        const schema = anySchemaOf(domain);
        const slots = slotsOf(schema, state);
        const { words } = schema.layout;
        const row = new Int32Array(at + words + 1).fill(-1);
        schema.layout.pack(slots, row, at);
        const unpacked = new Int32Array(slots.length).fill(-1);
        schema.layout.unpack(row, at, unpacked);
        expect(unpacked).toEqual(slots);
        expect(row.subarray(0, at).every((word) => word === -1)).toBe(true);
        expect(row[at + words]).toBe(-1);
      }),
    );
  });

  test("every slot of a state is below the size that the layout gives it", () => {
    fc.assert(
      fc.property(withStates, ({ domain, state }) => {
        const schema = anySchemaOf(domain);
        const slots = slotsOf(schema, state);
        for (const [index, { size, bits }] of schema.layout.slots.entries()) {
          expect((slots[index] ?? 0) >>> 0).toBeLessThan(size);
          expect(size).toBeLessThanOrEqual(2 ** bits);
        }
      }),
    );
  });

  test("states are the same exactly where keys and slots are equal, and the diff is empty exactly there", () => {
    fc.assert(
      fc.property(withStates, ({ domain, state: one, other }) => {
        const schema = anySchemaOf(domain);
        const same = slotsOf(schema, one).join() === slotsOf(schema, other).join();
        expect(schema.key(one) === schema.key(other)).toBe(same);
        expect(schema.same(one, other)).toBe(same);
        expect(schema.diff(one, other).length === 0).toBe(same);
        expect(schema.diff(one, one)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("a state prints and goes to JSON without loss of a leaf", () => {
    fc.assert(
      fc.property(withStates, ({ domain, state }) => {
        const schema = anySchemaOf(domain);
        const json: unknown = JSON.parse(JSON.stringify(schema.toJson(state)));
        expect(json).toEqual(schema.toJson(state));
        expect(typeof schema.print(state)).toBe("string");
      }),
    );
  });
});

interface Outcome {
  readonly state: object;
  readonly saw: unknown;
  readonly error: string | null;
}

/** What immer makes of a step, and the domain of the state it leads to. */
function onDraft(schema: Schema<object>, before: object, step: Step): Outcome {
  let saw: unknown = null;
  try {
    const state = produce(before, (draft) => {
      saw = take(step, draft);
    });
    slotsOf(schema, state);
    return { state, saw, error: null };
  } catch (error) {
    return { state: before, saw: null, error: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  throw error;
}

describe("what a state shares with the one before a step", () => {
  const steps = states.chain((domain) =>
    fc.record({ domain: fc.constant(domain), before: stateOf(domain), step: stepsOf(domain) }),
  );

  test("makes no difference to what changed, nor to whether they are the same", () => {
    fc.assert(
      fc.property(steps, ({ domain, before, step }) => {
        const schema = anySchemaOf(domain);
        const { state, error } = onDraft(schema, before, step);
        if (error !== null) return;
        const apart = schema.decode(slotsOf(schema, state));
        expect(schema.diff(before, state)).toEqual(schema.diff(before, apart));
        expect(schema.same(before, state)).toBe(schema.key(before) === schema.key(state));
        expect(schema.same(state, apart)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

/** The error with which a value is refused, if it is. */
function refusal(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

test("a change is refused exactly where the state is that it leads to, with the same words", () => {
  const changes = states.chain((domain) =>
    fc.record({
      domain: fc.constant(domain),
      before: stateOf(domain),
      path: fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }),
      value: fc.constantFrom<unknown>(0, 5, -1, true, "A", "b", null, undefined, 0n, 2n ** 64n, [], {}, [0]),
    }),
  );
  fc.assert(
    fc.property(changes, ({ domain, before, path, value }) => {
      const schema = anySchemaOf(domain);
      // Decoded, so that nothing is shared but what the change leaves alone.
      const known: object = schema.decode(slotsOf(schema, before));
      const after = produce(known, (draft) => replacePart(draft, path, value));
      expect(refusal(() => schema.checkChanged(known, after))).toBe(refusal(() => slotsOf(schema, after)));
    }),
    { numRuns: 3000 },
  );
});

/** Puts a value in the place of the part that a path of numbers leads to, as far down as there are parts. */
function replacePart(whole: object, [first = 0, ...rest]: readonly number[], value: unknown): void {
  const names = Object.keys(whole);
  const name = names[first % names.length];
  if (name === undefined) return;
  const part: unknown = Reflect.get(whole, name);
  const isParent = typeof part === "object" && part !== null && !(part instanceof FiniteSet);
  if (isParent && rest.length > 0 && Object.keys(part).length > 0) replacePart(part, rest, value);
  else Reflect.set(whole, name, value);
}

describe("a recipe cannot tell a flyweight from a draft", () => {
  const runs = states.chain((domain) =>
    fc.record({
      domain: fc.constant(domain),
      initial: stateOf(domain),
      steps: fc.array(stepsOf(domain), { minLength: 1, maxLength: 12 }),
    }),
  );

  test("the same steps see the same, end in the same states and fail with the same errors", () => {
    fc.assert(
      fc.property(runs, ({ domain, initial, steps }) => {
        const schema = anySchemaOf(domain);
        const flyweight = schema.flyweight();
        let state = initial;
        flyweight.load(slotsOf(schema, initial));
        for (const step of steps) {
          const draft = onDraft(schema, state, step);
          let saw: unknown = null;
          let error: string | null = null;
          try {
            saw = take(step, flyweight.root);
          } catch (thrown) {
            error = messageOf(thrown);
          }
          expect({ saw, error }).toEqual({ saw: draft.saw, error: draft.error });
          state = draft.state;
          if (error !== null) flyweight.load(slotsOf(schema, state));
          expect(flyweight.slots).toEqual(slotsOf(schema, state));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("undo takes everything back, errors included, and forgets that anything was written", () => {
    fc.assert(
      fc.property(runs, ({ domain, initial, steps }) => {
        const schema = anySchemaOf(domain);
        const flyweight = schema.flyweight();
        const before = slotsOf(schema, initial);
        flyweight.load(before);
        for (const step of steps) {
          try {
            take(step, flyweight.root);
          } catch (error) {
            messageOf(error);
          }
        }
        const changed = flyweight.slots.join() !== before.join();
        expect(flyweight.written() || !changed).toBe(true);
        flyweight.undo();
        expect(flyweight.slots).toEqual(before);
        expect(flyweight.written()).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
