import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { CheckOptions } from "../../checker/check-options.ts";
import { Diagnostic } from "../../checker/diagnostic.ts";
import { PlainSemantics } from "../../checker/engine/plain-semantics.ts";
import { InternalFault } from "../../checker/internal-fault.ts";
import type { Model } from "../../checker/model.ts";
import type { CheckResult } from "../../checker/result.ts";
import { at } from "../../checker/schema/access.ts";
import { array, int, record } from "../../checker/schema/constructors.ts";
import type { Infer } from "../../checker/schema/domain.ts";
import { schemaOf } from "../../checker/schema/schema.ts";
import { replay } from "../../checker/search/replay.ts";
import { type GridSpec, gridSpec, gridSystem } from "./observed/grid.ts";
import { keptStates } from "./random/kept-states.ts";
import { type System, systemSpec, wildSystem } from "./random/random-system.ts";
import { messageOf, resultOf } from "./results.ts";
import { rule } from "./toys/rule.ts";

const engines = ["reference", "flyweight", "observed"] as const;

/** What may not depend on the order in which an engine discovers the states of a level. */
function essence<S>({ statistics, properties, collected, exhausted }: CheckResult<S>) {
  const { states, rulesFired, depth, levels } = statistics;
  return {
    counts: { states, rulesFired, depth, levels },
    fired: statistics.rules.map(({ rule: name, fired }) => [name, fired]),
    properties: properties.map(({ property, verdict, reason, trace }) => ({
      property,
      verdict,
      reason,
      steps: trace?.steps.length ?? null,
    })),
    collected,
    exhausted,
  };
}

/** Which of several mistakes is met first depends on the order of discovery. */
const failure = (error: unknown) => (error instanceof Diagnostic ? error.details.kind : String(error));

/** Lets rules go first. */
function withFirst<S>(model: Model<S>, isFirst: (index: number) => boolean): Model<S> {
  const rules = model.rules.map((each, index) =>
    isFirst(index) && each.eager !== true ? { ...each, first: true as const } : each,
  );
  return { ...model, rules };
}

const textOf = ({ x, mode, cells, mail, seen }: Readonly<System>): string =>
  [
    x,
    mode,
    ...cells.flatMap(({ full, owner }) => [full, owner]),
    `mail ${mail.join()}`,
    ...[0, 1, 2].map((each) => seen.has(each)),
  ].join(" ");

describe("rules that go first, in random systems", () => {
  test("every engine visits the states that a plain enumeration gives, and finds the same", async () => {
    let compared = 0;
    let smaller = 0;
    await fc.assert(
      fc.asyncProperty(
        systemSpec,
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        fc.constantFrom("stuck" as const, "stuttering" as const),
        async (spec, marks, deadlock) => {
          const plain = wildSystem(spec);
          const model = withFirst(plain, (index) => at(marks, index));
          const properties = ["never", "sometimes", "no-deadlock"];
          const run = (engine: (typeof engines)[number]) =>
            check(model, { engine, deadlock, properties, sample: 1, collect: textOf }).then(essence, failure);
          const reference = await run("reference");
          for (const engine of engines) expect(await run(engine)).toEqual(reference);
          if (typeof reference === "string") return;
          const kept = keptStates(model);
          expect(reference.counts.states).toBe(kept.length);
          expect(reference.collected).toEqual(new Set(kept.map(textOf)));
          compared++;
          const all = await check(plain, { deadlock, properties, exhaust: true }).then(essence, failure);
          if (typeof all !== "string" && all.counts.states > kept.length) smaller++;
        },
      ),
      { numRuns: 250 },
    );
    expect(compared).toBeGreaterThan(100);
    expect(smaller).toBeGreaterThan(15);
  });

  test("with several threads, the same states are visited as with one", async () => {
    let large = 0;
    await fc.assert(
      fc.asyncProperty(gridSpec, async (spec: GridSpec) => {
        const model = withFirst(gridSystem(spec), (index) => index === 1);
        const outline = async (options: CheckOptions) => {
          const { statistics, properties } = await check(model, { ...options, exhaust: true });
          if (statistics.states > 100_000) large++;
          return [statistics.states, statistics.rulesFired, properties.map(({ verdict }) => verdict)];
        };
        const flyweight = await outline({ engine: "flyweight" });
        expect(await outline({ workers: 1 })).toEqual(flyweight);
        expect(await outline({ workers: 2 })).toEqual(flyweight);
      }),
      { numRuns: 2, seed: 3 },
    );
    expect(large).toBeGreaterThan(0);
  }, 120_000);
});

const side = 4;
const privately = record({ done: array(3, int(0, side)), meet: int(0, 3) });
type Processes = Infer<typeof privately>;

/** Three processes that take private steps, and then meet in any order. */
function processes(more: Partial<Model<Processes>> = {}): Model<Processes> {
  return {
    name: "private steps",
    schema: schemaOf(privately),
    initial: [{ done: [0, 0, 0], meet: 0 }],
    rules: [
      rule<Processes>(
        "meet",
        (state) => {
          state.meet++;
        },
        { when: ({ done, meet }) => meet < 3 && at(done, meet) === side },
      ),
      ...[0, 1, 2].map((process) =>
        rule<Processes>(
          `step ${process}`,
          (state) => {
            state.done[process] = at(state.done, process) + 1;
          },
          { first: true, when: ({ done }) => at(done, process) < side },
        ),
      ),
    ],
    properties: [
      {
        name: "all met",
        kind: "sometimes",
        because: "a toy",
        reachedBy: ({ meet }) => (meet === 3 ? { facts: {} } : null),
      },
      {
        name: "they meet",
        kind: "eventually",
        because: "a toy",
        reachedBy: ({ meet }) => (meet === 3 ? { facts: {} } : null),
      },
    ],
    ...more,
  };
}

/** 3 processes of 4 private steps, one after the other, and 3 meetings. */
const reduced = 3 * side + 1 + 3;
/** All orders: a process that has met is done, the others are anywhere. */
const unreduced = (side + 1) ** 3 + (side + 1) ** 2 + (side + 1) + 1;

describe("independent processes whose private steps go first", () => {
  const safe: CheckOptions = { properties: ["all met"], exhaust: true };

  test.each(engines)("take them in one order only, in the %s engine", async (engine) => {
    const result = await check(processes(), { ...safe, engine });
    expect(result.statistics.states).toBe(reduced);
    expect(resultOf(result, "all met").verdict).toBe("PROVED");
    expect(resultOf(result, "all met").trace?.steps).toHaveLength(reduced - 1);
  });

  test.each<[string, CheckOptions]>([
    ["with `eager` off", { ...safe, eager: "off" }],
    ["where an `eventually` is asked", { exhaust: true }],
    ["where different counterexamples are looked for", { ...safe, keepGoing: 2 }],
  ])("take them in every order %s", async (_, options) => {
    for (const engine of engines) {
      expect((await check(processes(), { ...options, engine })).statistics.states).toBe(unreduced);
    }
  });

  test("are left to the partial-order reduction where that is asked for", async () => {
    const model = processes();
    const marked = await check(model, { ...safe, partialOrder: "stubborn" });
    const rules = model.rules.map(({ name, instances, when, then: recipe, label }) => ({
      name,
      instances,
      when,
      then: recipe,
      label,
    }));
    const unmarked = await check({ ...model, rules }, { ...safe, partialOrder: "stubborn" });
    expect(marked.statistics.states).toBe(unmarked.statistics.states);
  });

  test("are taken first by random walks, too", async () => {
    const { simulation } = await check(processes(), {
      ...safe,
      exhaust: false,
      simulate: { walks: 5, seed: 1 },
    });
    expect(simulation?.longest).toBe(reduced - 1);
  });

  test("a state where all that goes first is a wrong guess is no deadlock, whatever else could fire", async () => {
    for (const engine of engines) {
      const model = processes({
        abandoned: ({ done }) => at(done, 1) === 2,
        deadlock: "stuck",
        properties: [],
      });
      const result = await check(model, { engine });
      expect(result.verdict).toBe("PROVED");
      expect(result.statistics.states).toBe(side + 2);
    }
  });

  test("a trace in which another rule fires before them does not replay", () => {
    const model = processes();
    const semantics = new PlainSemantics(model, "fold", true);
    const state = (id: number) => (id === 0 ? at(model.initial, 0) : { done: [0, 1, 0], meet: 0 });
    const path = { states: [0, 1], firings: [semantics.instances.number(2, 0)], loop: null };
    expect(() => replay(model, semantics, { state }, path)).toThrow(InternalFault);
    expect(() => replay(model, semantics, { state }, path)).toThrow(/another rule goes first/);
    expect(() => replay(model, new PlainSemantics(model, "fold"), { state }, path)).not.toThrow();
  });

  test("an eager rule cannot go first as well", async () => {
    const both = rule<Processes>("both", () => {}, { eager: true, first: true });
    expect(await messageOf(check(processes({ rules: [both] })))).toContain("both `eager` and `first`");
  });
});

const wide = record({ x: int(0, 40_000), y: int(0, 3) });
type Wide = Infer<typeof wide>;

/** Rules that go first and look at the same, more than one trie or any number of them is made for. */
function numbers(top: number): Model<Wide> {
  const tick = (name: string, rest: number) =>
    rule<Wide, readonly [number]>(
      name,
      (state, y) => {
        state.y = y;
      },
      { first: true, instances: [[1], [2]], when: ({ x, y }, to) => x % 7 === rest && y < to },
    );
  return {
    name: "numbers",
    schema: schemaOf(wide),
    initial: [{ x: 1, y: 0 }],
    rules: [
      tick("two", 2),
      rule<Wide, readonly [number]>(
        "grow",
        (state, bit) => {
          state.x = state.x * 2 + bit;
          state.y = 0;
        },
        { instances: [[0], [1]], when: ({ x }, bit) => x * 2 + bit <= top },
      ),
      tick("three", 3),
      tick("five", 5),
    ],
    properties: [],
  };
}

describe("rules that go first and tell many cases apart", () => {
  test.each([600, 4_000, 36_000])("of %i, fire as in the flyweight engine", async (top) => {
    const outline = async (options: CheckOptions) => {
      const { statistics } = await check(numbers(top), { ...options, exhaust: true });
      const { states, rulesFired, levels, tries } = statistics;
      return { outline: { states, rulesFired, levels }, tries };
    };
    const flyweight = await outline({ engine: "flyweight" });
    const observed = await outline({ engine: "observed", sample: 100 });
    expect(observed.outline).toEqual(flyweight.outline);
    expect((observed.tries?.unobserved ?? 0) > 0).toBe(top > 16_384);
  });
});

const clock = record({ n: int(0, 40_000), hand: int(0, 2) });
type Clock = Infer<typeof clock>;

describe("a rule that goes first and looks at little", () => {
  test("goes first even when others that look at little are merged, after 50,000 states", async () => {
    const model: Model<Clock> = {
      name: "a clock",
      schema: schemaOf(clock),
      initial: [{ n: 0, hand: 0 }],
      rules: [
        rule<Clock>(
          "on",
          (state) => {
            state.n++;
            state.hand = 1;
          },
          { when: ({ n, hand }) => n < 40_000 && hand === 0 },
        ),
        rule<Clock>(
          "late",
          (state) => {
            state.hand = 2;
          },
          { when: ({ hand }) => hand === 1 },
        ),
        rule<Clock>(
          "tick",
          (state) => {
            state.hand = 0;
          },
          { first: true, when: ({ hand }) => hand === 1 },
        ),
      ],
      properties: [],
    };
    const { statistics } = await check(model, { engine: "observed", exhaust: true });
    expect(statistics.states).toBe(80_001);
  });
});
