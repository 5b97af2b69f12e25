import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { CheckOptions } from "../../checker/check-options.ts";
import type { Model } from "../../checker/model.ts";
import { engines, messageOf, resultOf } from "./results.ts";
import { becomes, counter, never, reaches, type Count } from "./toys/counter.ts";
import { rule } from "./toys/rule.ts";

const lines = (...text: string[]) => text.join("\n");

/** What a file that no type checker saw makes of a typed value: some keys replaced by anything. */
function untyped<T extends object>(typed: T, wrong: Readonly<Record<string, unknown>>): T {
  return { ...typed, ...wrong };
}

const increment = rule<Count>(
  "increment",
  (state) => {
    state.count++;
  },
  { when: ({ count }) => count < 3 },
);

const first = "in state 0, 0 steps from an initial state";

describe.each(engines)("what the functions of a model return, with the %s engine", (engine) => {
  const messageFor = (more: Partial<Model<Count>>, options: CheckOptions = {}) =>
    messageOf(check(counter(9, more), { engine, ...options }));
  const messageOfRule = (wrong: Readonly<Record<string, unknown>>) =>
    messageFor({ rules: [untyped(increment, wrong)], properties: [never(1)] });

  test("a recipe that returns a new state is refused", async () => {
    expect(await messageOfRule({ then: (state: Count) => ({ ...state, count: 1 }) })).toBe(
      lines(
        `Diagnostic: rule "increment": \`then\` returns a value ${first}`,
        "  it returns an object, which nothing would look at",
        "  Change the draft instead, and return nothing.",
      ),
    );
  });

  test.each([{}, { eager: true }])("so is an asynchronous one, whatever becomes of it: %o", async (mark) => {
    const then = async (state: Count) => {
      await Promise.resolve();
      state.count = 1_000_000;
    };
    expect(await messageOfRule({ then, ...mark })).toMatch(
      /^Diagnostic: rule "increment": `then` returns a value in (initial )?state 0.*\n {2}it returns a promise/,
    );
  });

  test("what an assignment comes to is no value that was returned", async () => {
    const assigns = untyped(increment, { then: (state: Count) => (state.count = 1) });
    const result = await check(counter(9, { rules: [assigns], properties: [never(1)] }), { engine });
    expect(resultOf(result, "never 1").verdict).toBe("REFUTED");
  });

  test.each([
    ["undefined", () => undefined],
    ["1", () => 1],
    ["a promise", async () => false],
  ])("a guard that returns %s is refused", async (words, when) => {
    expect(await messageOfRule({ when })).toBe(
      lines(
        `Diagnostic: rule "increment": \`when\` returns ${words} ${first}`,
        "  `when` must return true or false.",
      ),
    );
  });

  test.each([
    ["undefined", undefined],
    ["true", true],
    ['"broken"', "broken"],
    ["an array", []],
  ])("a property that returns %s is refused", async (words, answer) => {
    expect(await messageFor({ properties: [untyped(never(1), { violatedBy: () => answer })] })).toBe(
      lines(
        `Diagnostic: property "never 1": \`violatedBy\` returns ${words} ${first}`,
        "  `violatedBy` must return null, or a witness such as { facts: { count: 3 } }.",
      ),
    );
  });

  test.each([
    [{}, "its `facts` is undefined"],
    [{ facts: { word: 1n } }, "its fact `word` is 1n, not a string, a number or a boolean"],
    [{ facts: {}, fields: "count" }, 'its `fields` is "count", not an array of strings'],
  ])("a witness that is not complete says why: %o", async (answer, why) => {
    expect(await messageFor({ properties: [untyped(becomes(1), { reachedBy: () => answer })] })).toBe(
      lines(
        `Diagnostic: property "becomes 1": \`reachedBy\` returns an object ${first}`,
        `  ${why}`,
        "  `reachedBy` must return null, or a witness such as { facts: { count: 3 } }.",
      ),
    );
  });

  test.each([
    [() => "increment", 'returns "increment"', null],
    [() => undefined, "returns undefined", null],
    [() => ({ actor: "program", text: "x" }), "returns an object", "its `lane` is undefined"],
    [() => ({ lane: "a", actor: "me", text: "x" }), "returns an object", 'its `actor` is "me"'],
    [() => ({ lane: "a", actor: "program", text: "x", note: 1 }), "returns an object", "its `note` is 1"],
  ])("a label that is no step is refused: %o", async (label, words, why) => {
    const step = '{ lane: "PE0", actor: "program" or "hardware", text: "what happens" }';
    expect(await messageOfRule({ label })).toBe(
      lines(
        `Diagnostic: rule "increment": \`label\` ${words} while a trace is replayed`,
        ...(why === null ? [] : [`  ${why}`]),
        `  \`label\` must return a step: ${step}.`,
      ),
    );
  });

  test.each([
    ["end", "done", '"final", "deadlock" or "abandoned"'],
    ["cut", undefined, "the name of a loop, or null"],
    ["cut", false, "the name of a loop, or null"],
    ["abandoned", 0, "true or false"],
  ])("`%s` of the model that returns %o is refused", async (member, answer, wanted) => {
    const words = typeof answer === "string" ? `"${answer}"` : String(answer);
    const message = await messageFor({ rules: [], [member]: () => answer }, { deadlock: "stuck" });
    expect(message).toMatch(new RegExp(`^Diagnostic: model "counter": \`${member}\` returns ${words} in `));
    expect(message).toContain(`\n  \`${member}\` must return ${wanted}.`);
  });

  test.each([
    [undefined, "`narrate` returns undefined while a trace is replayed"],
    [[null], "`narrate` returns null as an implied step"],
    [[{ after: 0, step: "walk" }], '`narrate` returns an implied step whose `step` is "walk"'],
    [
      [{ step: { lane: "a", actor: "program", text: "x" } }],
      "`narrate` puts a step after transition undefined",
    ],
  ])("`narrate` that returns %o is refused", async (answer, what) => {
    const wrong = untyped(counter(9, { properties: [never(1)] }), { narrate: () => answer });
    const message = await messageOf(check(wrong, { engine }));
    expect(message.split("\n")[0]).toBe(`Diagnostic: model "counter": ${what}`);
  });
});

describe("the form of a model that no type checker saw", () => {
  const messageFor = (wrong: Readonly<Record<string, unknown>>) =>
    messageOf(check(untyped(counter(9), wrong)));
  const messageOfRule = (wrong: Readonly<Record<string, unknown>>) =>
    messageFor({ rules: [untyped(increment, wrong)] });
  const messageOfProperty = (wrong: Readonly<Record<string, unknown>>) =>
    messageFor({ properties: [untyped(never(1), wrong)] });

  test("a key that does not exist, with the one that was meant", async () => {
    expect(await messageFor({ assumption: [] })).toBe(
      lines(
        'Diagnostic: model "counter": it has an unknown key "assumption"',
        '  Did you mean "assumptions"? The keys of a model are: name, schema, initial, rules, properties, ' +
          "end, cut, deadlock, abandoned, narrate, symmetries, automorphisms, assumptions.",
      ),
    );
    expect(await messageOfRule({ fairnes: "weak" })).toBe(
      lines(
        'Diagnostic: rule "increment": it has an unknown key "fairnes"',
        '  Did you mean "fairness"? The keys of a rule are: name, id, instances, sorts, when, then, label, source, ' +
          "fairness, eager.",
      ),
    );
    expect(await messageOfProperty({ goal: ["reaches 2"] })).toBe(
      lines(
        'Diagnostic: property "never 1": it has an unknown key "goal"',
        '  Did you mean "goals"? The keys of an "always" property are: kind, name, because, goals, violatedBy.',
      ),
    );
  });

  test("the question of another kind of property", async () => {
    expect(await messageOfProperty({ kind: "sometimes" })).toBe(
      lines(
        'Diagnostic: property "never 1": it has an unknown key "violatedBy"',
        '  The keys of a "sometimes" property are: kind, name, because, goals, reachedBy.',
      ),
    );
  });

  test.each([
    [{ fairness: "strong" }, '`fairness` is "strong"', 'It must be "weak".'],
    [{ eager: false }, "`eager` is false", "It must be true, or left out."],
    [{ eager: "yes" }, '`eager` is "yes"', "It must be true, or left out."],
    [{ when: true }, "`when` is true", "It must be a function."],
    [{ then: undefined }, "`then` is missing", "It must be a function."],
    [{ label: "increment" }, '`label` is "increment"', "It must be a function."],
  ])("a rule with %o", async (wrong, what, next) => {
    expect(await messageOfRule(wrong)).toBe(lines(`Diagnostic: rule "increment": ${what}`, `  ${next}`));
  });

  test.each([[[1, 2]], [[[0.5]]], [[["a"]]], [3]])("a rule with the instances %o", async (instances) => {
    const given = Array.isArray(instances) ? "an array" : instances;
    expect(await messageOfRule({ instances })).toBe(
      lines(
        `Diagnostic: rule "increment": \`instances\` is ${given}`,
        "  It must be an array of arrays of integers, [[]] for a rule without parameters.",
      ),
    );
  });

  test.each([
    [
      { kind: "allways" },
      '`kind` is "allways"',
      'Did you mean "always"? It must be "always", "sometimes" or "eventually".',
    ],
    [{ kind: undefined }, "`kind` is missing", 'It must be "always", "sometimes" or "eventually".'],
    [{ violatedBy: undefined }, "`violatedBy` is missing", "It must be a function."],
    [{ because: 3 }, "`because` is 3", "It must be a text."],
    [{ goals: "reaches 2" }, '`goals` is "reaches 2"', "It must be an array of texts."],
    [{ goals: [2] }, "`goals` is an array", "It must be an array of texts."],
  ])("a property with %o", async (wrong, what, next) => {
    expect(await messageOfProperty(wrong)).toBe(
      lines(`Diagnostic: property "never 1": ${what}`, `  ${next}`),
    );
  });

  test.each([
    [
      { deadlock: "stuk" },
      '`deadlock` is "stuk"',
      'Did you mean "stuck"? It must be "off", "stuck" or "stuttering".',
    ],
    [{ initial: { count: 0 } }, "`initial` is an object", "It must be an array."],
    [{ initial: undefined }, "`initial` is missing", "It must be an array."],
    [{ rules: undefined }, "`rules` is missing", "It must be an array."],
    [
      { schema: {} },
      "`schema` is an object",
      "It must be made by schemaOf, as in schemaOf(record({ ... })).",
    ],
    [{ end: "final" }, '`end` is "final"', "It must be a function."],
    [{ assumptions: "none" }, '`assumptions` is "none"', "It must be an array of texts."],
  ])("a model with %o", async (wrong, what, next) => {
    expect(await messageFor(wrong)).toBe(lines(`Diagnostic: model "counter": ${what}`, `  ${next}`));
  });

  test.each([
    [{ rules: [increment, undefined] }, "rules[1]: it is undefined, not an object"],
    [{ properties: [null] }, "properties[0]: it is null, not an object"],
    [{ initial: [undefined] }, "initial[0]: it is undefined, not an object"],
    [{ rules: [untyped(increment, { name: undefined })] }, "rules[0]: `name` is missing"],
  ])("an element that is nothing: %o", async (wrong, what) => {
    const message = await messageFor(wrong);
    expect(message.split("\n")[0]).toBe(`Diagnostic: model "counter", ${what}`);
  });

  test.each([
    [{ deadlock: "stuk" }, '`deadlock` is "stuk"'],
    [{ engine: "fast" }, '`engine` is "fast"'],
    [{ eager: true }, "`eager` is true"],
    [{ properties: "never 1" }, '`properties` is "never 1"'],
  ])("an option that does not exist: %o", async (wrong, what) => {
    const message = await messageOf(check(counter(9), untyped({}, wrong)));
    expect(message.split("\n")[0]).toBe(`Diagnostic: the options of check: ${what}`);
  });

  test("goals of a sometimes, a rule of a class and keys left undefined are all right", async () => {
    class Increment {
      readonly name = "increment";
      readonly instances = [[]];
      readonly step = 1;
      when = ({ count }: Readonly<Count>) => count < 9;
      then(state: Count) {
        state.count += this.step;
      }
      label() {
        return { lane: "toy", actor: "program", text: "increment" } as const;
      }
    }
    const properties = [untyped(reaches(9), { goals: [] }), untyped(never(10), { goals: undefined })];
    const result = await check(counter(9, { rules: [new Increment()], properties }));
    expect(result.verdict).toBe("PROVED");
  });
});
