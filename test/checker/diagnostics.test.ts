import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { Diagnostic } from "../../checker/diagnostic.ts";
import { engines, messageOf } from "./results.ts";
import { becomes, counter, never, reaches, type Count } from "./toys/counter.ts";
import { fifo } from "./toys/fifo.ts";
import { rule } from "./toys/rule.ts";

const lines = (...text: string[]) => text.join("\n");

function fail(): never {
  throw new TypeError("boom");
}

const increment = rule<Count>(
  "increment",
  (state) => {
    state.count++;
  },
  { when: ({ count }) => count < 9 },
);

describe.each(engines)("the %s engine names the culprit", (engine) => {
  test("when a guard throws", async () => {
    const bad = rule<Count>("check", () => {}, { when: ({ count }) => count === 2 && fail() });
    expect(await messageOf(check(counter(9, { rules: [increment, bad] }), { engine }))).toBe(
      lines(
        'Diagnostic: rule "check": `when` throws in state 2, 2 steps from an initial state',
        "  boom",
        "  `when` must return for every state that can be reached.",
      ),
    );
  });

  test("when a recipe throws, with the parameters of the instance", async () => {
    const bad = rule<Count, readonly [number, number]>("jump", (_, from, to) => from < to && fail(), {
      instances: [
        [1, 0],
        [2, 3],
      ],
      when: ({ count }) => count === 1,
    });
    expect(await messageOf(check(counter(9, { rules: [increment, bad] }), { engine }))).toBe(
      lines(
        'Diagnostic: rule "jump" (2, 3): `then` throws in state 1, 1 step from an initial state',
        "  boom",
        "  `then` must return for every state that can be reached.",
      ),
    );
  });

  test("when a label throws", async () => {
    const bad = { ...increment, label: fail };
    expect(await messageOf(check(counter(9, { rules: [bad], properties: [never(1)] }), { engine }))).toBe(
      lines(
        'Diagnostic: rule "increment": `label` throws while a trace is replayed',
        "  boom",
        "  `label` must return for every state that can be reached.",
      ),
    );
  });

  test("when a property throws", async () => {
    const bad = { ...never(1), violatedBy: ({ count }: Count) => (count === 3 ? fail() : null) };
    expect(await messageOf(check(counter(9, { properties: [bad] }), { engine }))).toBe(
      lines(
        'Diagnostic: property "never 1": `violatedBy` throws in state 3, 3 steps from an initial state',
        "  boom",
        "  `violatedBy` must return for every state that can be reached.",
      ),
    );
  });

  test("when an eventually throws, which is asked only after the search", async () => {
    const bad = { ...becomes(9), reachedBy: ({ count }: Count) => (count === 3 ? fail() : null) };
    expect(await messageOf(check(counter(9, { properties: [bad] }), { engine }))).toMatch(
      /^Diagnostic: property "becomes 9": `reachedBy` throws in state 3, 3 steps/,
    );
  });

  test.each(["end", "cut", "abandoned"] as const)("when `%s` of the model throws", async (member) => {
    const model = counter(0, { [member]: fail });
    expect(await messageOf(check(model, { engine, deadlock: "stuck" }))).toMatch(
      new RegExp(`^Diagnostic: model "counter": \`${member}\` throws in (initial )?state 0`),
    );
  });

  test("when a rule leaves a domain", async () => {
    const bad = rule<Count, readonly [number]>(
      "add",
      (state, amount) => {
        state.count += amount;
      },
      { instances: [[4]] },
    );
    expect(await messageOf(check(counter(9, { rules: [bad] }), { engine }))).toBe(
      lines(
        'Diagnostic: rule "add" (4): field count: value 12 is outside 0..9',
        "  `then` goes there in state 2, 2 steps from an initial state",
        "  Widen the domain in the schema, or narrow the guard that lets it happen.",
      ),
    );
  });

  test("when a rule pushes into a full queue", async () => {
    const message = await messageOf(check(fifo(2, 2, { spill: true }), { engine }));
    expect(message).toMatch(/^Diagnostic: rule "push" \(0\): field items/);
    expect(message).toMatch(/`then` goes there in state 3, 2 steps from an initial state/);
  });

  test("when an initial state is outside its domain", async () => {
    expect(await messageOf(check(counter(9, { initial: [{ count: 0 }, { count: 12 }] }), { engine }))).toBe(
      lines(
        'Diagnostic: model "counter": initial state 1 does not fit the schema',
        "  field count: value 12 is outside 0..9",
        "  Widen the domain in the schema, or mend the initial state.",
      ),
    );
  });

  test("when eager rules never rest", async () => {
    const swing = rule<Count>(
      "swing",
      (state) => {
        state.count = 1 - state.count;
      },
      { eager: true },
    );
    expect(await messageOf(check(counter(9, { rules: [swing] }), { engine }))).toBe(
      lines(
        'Diagnostic: rule "swing": eager rules do not come to rest: 10000 firings in one step in initial state 0',
        "  an eager rule fires again and again until none is enabled",
        "  Let its `then` make its `when` false, or make it an ordinary rule.",
      ),
    );
  });

  test.each([
    ["ordinary", {}],
    ["eager", { eager: true }],
  ] as const)("when the guard of an %s rule writes", async (_, mark) => {
    const bad = rule<Count>("peek", () => {}, {
      when: (state: Count) => {
        state.count = 0;
        return false;
      },
      ...mark,
    });
    const error = await check(counter(9, { rules: [increment, bad] }), { engine }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Diagnostic);
    expect(error.details).toMatchObject({ kind: "rule", where: 'rule "peek"' });
  });

  test("when a property writes", async () => {
    const bad = {
      ...never(1),
      violatedBy: (state: Count) => {
        state.count = 0;
        return null;
      },
    };
    const error = await check(counter(9, { properties: [bad] }), { engine }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Diagnostic);
    expect(error.details).toMatchObject({ kind: "property", where: 'property "never 1"' });
  });
});

test("the flyweight engine says that a guard writes", async () => {
  const bad = rule<Count>("peek", () => {}, { when: (state: Count) => state.count++ > 99 });
  expect(await messageOf(check(counter(9, { rules: [increment, bad] })))).toBe(
    lines(
      'Diagnostic: rule "peek": `when` writes to the state in state 0, 0 steps from an initial state',
      "  only the `then` of a rule may write; `when` is a question",
      "  Work on a copy, or move the write into `then`.",
    ),
  );
});

describe("a model or an option that makes no sense", () => {
  test("an unknown property, with the nearest name and all of them", async () => {
    const model = counter(9, { properties: [never(1), reaches(2)], deadlock: "stuck" });
    expect(await messageOf(check(model, { properties: ["reches 2"] }))).toBe(
      lines(
        'Diagnostic: there is no property "reches 2"',
        '  Did you mean "reaches 2"? The properties are: never 1, reaches 2, no-deadlock.',
      ),
    );
  });

  test("no-deadlock where deadlocks are off", async () => {
    expect(await messageOf(check(counter(9), { properties: ["no-deadlock"] }))).toBe(
      lines('Diagnostic: there is no property "no-deadlock"', "  The properties are: none."),
    );
  });

  test("a goal that does not exist, or is not a sometimes", async () => {
    const missing = counter(9, { properties: [never(1, ["reaches 3"]), reaches(2)] });
    expect(await messageOf(check(missing))).toBe(
      lines(
        'Diagnostic: property "never 1": its goal "reaches 3" does not exist',
        '  Did you mean "reaches 2"? The sometimes properties are: reaches 2.',
      ),
    );
    const wrong = counter(9, { properties: [never(1, ["never 2"]), never(2)] });
    expect(await messageOf(check(wrong))).toBe(
      lines(
        'Diagnostic: property "never 1": its goal "never 2" is not a "sometimes"',
        "  The sometimes properties are: none.",
      ),
    );
  });

  test("two properties of one name", async () => {
    expect(await messageOf(check(counter(9, { properties: [never(1), never(1)] })))).toBe(
      lines(
        'Diagnostic: model "counter": two properties are named "never 1"',
        "  Verdicts are told apart by name: rename one.",
      ),
    );
  });

  test("a property with the reserved name", async () => {
    expect(await messageOf(check(counter(9, { properties: [{ ...never(1), name: "no-deadlock" }] })))).toBe(
      lines(
        'Diagnostic: model "counter": a property is named "no-deadlock"',
        "  The name is reserved for dead ends: rename it.",
      ),
    );
  });

  test("no initial state, or none that is not abandoned", async () => {
    expect(await messageOf(check(counter(9, { initial: [] })))).toBe(
      lines('Diagnostic: model "counter": it has no initial state', "  Give it at least one."),
    );
    expect(await messageOf(check(counter(9, { abandoned: () => true })))).toBe(
      lines(
        'Diagnostic: model "counter": every initial state is abandoned',
        "  Start from a state in which no guess was wrong.",
      ),
    );
  });

  test("a bound that is not a limit", async () => {
    expect(await messageOf(check(counter(9), { bounds: { depth: -1 } }))).toBe(
      lines(
        'Diagnostic: bound "depth": -1 is not a limit',
        "  Use a number that is not negative, or leave the bound out.",
      ),
    );
  });
});

test("a rule without instances is allowed, and never fires", async () => {
  const none = { ...increment, instances: [] };
  const { statistics } = await check(counter(9, { rules: [none] }));
  expect(statistics).toMatchObject({ states: 1, rules: [{ instances: 0, fired: 0 }] });
});
