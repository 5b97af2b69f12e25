import { isDraft } from "immer";
import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { NarrativeState } from "../../checker/model.ts";
import { engines, labels, messageOf, resultOf } from "./results.ts";
import { becomes, counter, never, type Count } from "./toys/counter.ts";
import { diamond } from "./toys/diamond.ts";
import { graph } from "./toys/graph.ts";
import { rule } from "./toys/rule.ts";
import { step } from "./toys/step.ts";

describe.each(engines)("with the %s engine", (engine) => {
  test("a step shows its rule, its parameters, its label in the state before, and what changed", async () => {
    const model = {
      ...diamond,
      properties: [
        {
          name: "not both",
          kind: "always",
          because: "a toy",
          violatedBy: ({ bits }: { readonly bits: readonly boolean[] }) =>
            bits.every((bit) => bit) ? { facts: {} } : null,
        } as const,
      ],
    };
    const { trace } = resultOf(await check(model, { engine }), "not both");
    expect(trace?.steps).toEqual([
      {
        step: step("set 0"),
        kind: "rule",
        rule: "set",
        parameters: [0],
        folded: [],
        changes: [{ path: "bits[0]", before: "false", after: "true" }],
        state: { bits: [true, false] },
      },
      {
        step: step("set 1"),
        kind: "rule",
        rule: "set",
        parameters: [1],
        folded: [],
        changes: [{ path: "bits[1]", before: "false", after: "true" }],
        state: { bits: [true, true] },
      },
    ]);
  });

  test("implied steps are put where the model says, without a state of their own", async () => {
    const seen: (readonly NarrativeState<Count>[])[] = [];
    const model = counter(3, {
      properties: [never(2)],
      narrate: (trace, witness) => {
        seen.push(trace);
        expect(witness).toEqual({ facts: { count: 2 } });
        return [
          { after: 1, step: step("walk") },
          { after: 0, step: step("boot") },
          { after: 1, step: step("hit") },
        ];
      },
    });
    const result = resultOf(await check(model, { engine }), "never 2");
    expect(labels(result)).toEqual(["(boot)", "increment", "(walk)", "(hit)", "increment"]);
    expect(result.trace?.steps.map(({ state }) => state.count)).toEqual([0, 1, 1, 1, 2]);
    expect(seen).toEqual([
      [
        { state: { count: 0 }, rule: null, parameters: [] },
        { state: { count: 1 }, rule: "increment", parameters: [] },
        { state: { count: 2 }, rule: "increment", parameters: [] },
      ],
    ]);
  });

  test("the cycle of a lasso begins at its first step, whatever is implied before it", async () => {
    const model = {
      ...graph({
        nodes: 3,
        initial: [0],
        rules: [
          {
            name: "go",
            edges: [
              [0, 1],
              [1, 1],
            ],
          },
        ],
        goal: [2],
      }),
      narrate: () => [{ after: 1, step: step("walk") }],
    };
    expect(labels(resultOf(await check(model, { engine }), "arrives"))).toEqual(["go", "(walk)", "*go"]);
  });

  test("an implied step that is nowhere in the trace is the model's mistake", async () => {
    const model = counter(3, { properties: [never(2)], narrate: () => [{ after: 3, step: step("walk") }] });
    expect(await messageOf(check(model, { engine }))).toBe(
      [
        'Diagnostic: model "counter": `narrate` puts a step after transition 3',
        "  the trace has transitions 1 to 2",
        "  Use a number from 0 (after the initial state) to the last transition.",
      ].join("\n"),
    );
  });
});

test("the initial state of a trace is the one it starts from", async () => {
  const model = counter(9, { initial: [{ count: 0 }, { count: 5 }], properties: [never(7), becomes(3)] });
  const result = await check(model);
  expect(resultOf(result, "never 7").trace).toMatchObject({ initial: { count: 5 } });
  expect(resultOf(result, "becomes 3").trace).toMatchObject({ initial: { count: 5 } });
});

// These engines run a model on accessors, the replay runs it on plain frozen states and their drafts: a model that looks
// is another one when it is replayed. What an engine makes of an impure model itself is not of interest here.
describe.each(["flyweight", "observed"] as const)(
  "a trace of the %s engine that does not replay",
  (engine) => {
    const isReplayed = (state: Readonly<Count>) => Object.isFrozen(state) || isDraft(state);

    test("names the step whose guard does not hold", async () => {
      const impure = rule<Count>(
        "increment",
        (state) => {
          state.count++;
        },
        { when: (state) => state.count < 3 && !(isReplayed(state) && state.count === 1) },
      );
      const model = counter(3, { rules: [impure], properties: [never(3)] });
      expect(await messageOf(check(model, { engine }))).toBe(
        'InternalFault: internal fault: step 2 of 3, rule "increment": its guard does not hold when replayed; ' +
          "either the engine is wrong, or a rule depends on more than the state and its parameters",
      );
    });

    test("names the step whose recipe leads elsewhere", async () => {
      const impure = rule<Count>(
        "increment",
        (state) => {
          state.count += isReplayed(state) && state.count === 1 ? 2 : 1;
        },
        { when: ({ count }) => count < 3 },
      );
      const model = counter(3, { rules: [impure], properties: [never(3)] });
      expect(await messageOf(check(model, { engine }))).toMatch(
        /step 2 of 3, rule "increment": it leads to another state when replayed/,
      );
    });

    test("names the property that holds after all", async () => {
      const fickle = {
        ...never(1),
        violatedBy: (state: Readonly<Count>) =>
          state.count === 1 && !isReplayed(state) ? { facts: {} } : null,
      };
      expect(await messageOf(check(counter(3, { properties: [fickle] }), { engine }))).toBe(
        'InternalFault: internal fault: step 1: property "never 1" is not broken when replayed',
      );
    });
  },
);
