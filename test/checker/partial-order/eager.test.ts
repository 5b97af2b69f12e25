import { expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { Model } from "../../../checker/model.ts";
import { bool, record } from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "../toys/rule.ts";

const domain = record({ x: bool(), y: bool(), met: bool(), passed: bool() });
type State = Infer<typeof domain>;

/**
 * `x` stays, `y` is gone before anything else happens. They meet only if `y` comes after `x`: the steps of both look
 * independent in the first state, where neither eager rule could fire.
 */
function meeting(more: Partial<Model<State>>): Model<State> {
  return {
    name: "a meeting",
    schema: schemaOf(domain),
    initial: [{ x: false, y: false, met: false, passed: false }],
    rules: [
      rule<State>(
        "x",
        (state) => {
          state.x = true;
        },
        { when: ({ x }) => !x },
      ),
      rule<State>(
        "y",
        (state) => {
          state.y = true;
          state.passed = true;
        },
        { when: ({ passed }) => !passed },
      ),
      rule<State>(
        "meet",
        (state) => {
          state.met = true;
        },
        { when: ({ x, y, met }) => x && y && !met, eager: true },
      ),
      rule<State>(
        "y goes",
        (state) => {
          state.y = false;
        },
        { when: ({ y }) => y, eager: true },
      ),
    ],
    properties: [
      {
        kind: "sometimes",
        name: "missed",
        because: "a test",
        reachedBy: ({ x, passed, met }) => (x && passed && !met ? { facts: {} } : null),
      },
      {
        kind: "sometimes",
        name: "met",
        because: "a test",
        reachedBy: ({ met }) => (met ? { facts: {} } : null),
      },
    ],
    ...more,
  };
}

const stubborn: CheckOptions = { engine: "flyweight", partialOrder: "stubborn", exhaust: true };

test.each(["missed", "met"])("eager rules that a step may enable later are part of it: %s", async (name) => {
  const { properties } = await check(meeting({}), { ...stubborn, properties: [name] });
  expect(properties[0]).toMatchObject({ verdict: "PROVED" });
  expect(properties[0]?.trace?.steps).toHaveLength(2);
});

test("so are wrong guesses that show only after both", async () => {
  // Now `y` after `x` is no way to go.
  const model = meeting({ abandoned: ({ met }) => met });
  const missed = await check(model, { ...stubborn, properties: ["missed"] });
  expect(missed.properties[0]).toMatchObject({ verdict: "PROVED" });
  const met = await check(model, { ...stubborn, properties: ["met"] });
  expect(met.properties[0]).toMatchObject({ verdict: "REFUTED" });
});

test("a rule that throws is reported where it is enabled, whatever else might be chosen", async () => {
  const model = meeting({});
  const bad = rule<State>(
    "bad",
    () => {
      throw new Error("out of order");
    },
    { when: ({ x, passed }) => !x && !passed },
  );
  await expect(check({ ...model, rules: [...model.rules, bad] }, stubborn)).rejects.toThrow("out of order");
});
