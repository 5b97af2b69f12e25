import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { Model } from "../../../checker/model.ts";
import type { Property } from "../../../checker/property.ts";
import { at } from "../../../checker/schema/access.ts";
import { array, bool, int, record, setOf } from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "../toys/rule.ts";

const stubborn: CheckOptions = { engine: "flyweight", partialOrder: "stubborn", exhaust: true };

const counters = record({ at: array(4, int(0, 3)) });
type Counters = Infer<typeof counters>;

/** Four counters that go to 3 each, and know nothing of each other. */
function countersModel(properties: readonly Property<Counters>[]): Model<Counters> {
  return {
    name: "counters",
    schema: schemaOf(counters),
    initial: [{ at: [0, 0, 0, 0] }],
    rules: [
      rule<Counters, readonly [number]>(
        "count",
        (state, i) => {
          state.at[i] = at(state.at, i) + 1;
        },
        { instances: [[0], [1], [2], [3]], when: (state, i) => at(state.at, i) < 3 },
      ),
    ],
    properties,
  };
}

function reaches(name: string, holds: (state: Readonly<Counters>) => boolean): Property<Counters> {
  return {
    kind: "sometimes",
    name,
    because: "a test",
    reachedBy: (state) => (holds(state) ? { facts: {} } : null),
  };
}

describe("of independent counters", () => {
  test("a single order is visited where only dead ends are asked for", async () => {
    const plain = await check(countersModel([]), { ...stubborn, partialOrder: "off", deadlock: "stuck" });
    expect(plain.statistics.states).toBe(4 ** 4);
    const reduced = await check(countersModel([]), { ...stubborn, deadlock: "stuck" });
    expect(reduced.statistics.states).toBe(4 * 3 + 1);
    expect(reduced.properties[0]).toMatchObject({ verdict: "REFUTED" });
    expect(reduced.properties[0]?.trace?.steps).toHaveLength(12);
  });

  test("only the one that a property is about moves", async () => {
    const done = reaches("done", (state) => at(state.at, 1) === 3);
    const reduced = await check(countersModel([done]), stubborn);
    expect(reduced.statistics.states).toBe(4);
    expect(reduced.properties[0]?.trace?.steps).toHaveLength(3);
  });

  test("nothing moves where nothing is asked", async () => {
    const reduced = await check(countersModel([]), stubborn);
    expect(reduced.statistics.states).toBe(1);
  });

  test("those move that may decide a property, and it is reached by a shortest way", async () => {
    const never = reaches("never", (state) => at(state.at, 0) > 3 || new Set(state.at).size > 4);
    const order = reaches("order", (state) => state.at.join("") === "3102");
    const reduced = await check(countersModel([order]), stubborn);
    expect(reduced.properties[0]).toMatchObject({ verdict: "PROVED" });
    expect(reduced.properties[0]?.trace?.steps).toHaveLength(6);
    // As far as the domains go, any counter may be the one that does it.
    const impossible = await check(countersModel([never]), stubborn);
    expect(impossible.properties[0]).toMatchObject({ verdict: "REFUTED" });
  });
});

const busy = record({ spins: bool(), turns: int(0, 2), seen: setOf(int(0, 1)) });
type Busy = Infer<typeof busy>;

/** One goes round for ever; the other takes two turns. */
const busyModel: Model<Busy> = {
  name: "a busy loop",
  schema: schemaOf(busy),
  initial: [{ spins: false, turns: 0, seen: FiniteSet.of() }],
  rules: [
    rule<Busy>("spin", (state) => {
      state.spins = !state.spins;
    }),
    rule<Busy>(
      "turn",
      (state) => {
        state.turns++;
        if (state.turns === 2) state.seen.add(1);
      },
      { when: (state) => state.turns < 2 },
    ),
  ],
  properties: [
    {
      kind: "always",
      name: "unseen",
      because: "a test",
      violatedBy: (state) => (state.seen.has(1) ? { facts: {} } : null),
    },
  ],
};

describe("what could be put off for ever", () => {
  test("is not: the loop that has nothing to do with it waits instead", async () => {
    const reduced = await check(busyModel, stubborn);
    expect(reduced.properties[0]).toMatchObject({ verdict: "REFUTED" });
    expect(reduced.properties[0]?.trace?.steps).toHaveLength(2);
    expect(reduced.statistics.states).toBe(3);
  });

  test("nor where dead ends are asked for as well, though the loop alone has none", async () => {
    const reduced = await check(busyModel, { ...stubborn, deadlock: "stuck" });
    expect(reduced.properties.map(({ verdict }) => verdict)).toEqual(["REFUTED", "PROVED"]);
    expect(reduced.properties[0]?.trace?.steps).toHaveLength(2);
  });
});
