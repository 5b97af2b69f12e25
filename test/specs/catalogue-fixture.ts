import { int, record } from "../../checker/schema/constructors.ts";
import { schemaOf } from "../../checker/schema/schema.ts";
import { anyModel } from "../../specs/spec.ts";
import { defineSpec } from "../../specs/validate.ts";

interface Count {
  count: number;
}

/** A counter with a limit and a step, and a matrix with a cell of every kind. */
export const counterSpec = defineSpec({
  name: "counter",
  about: "A counter.",
  sources: [],
  parameters: {
    step: { about: "by how much it counts", values: ["1", "2"] },
    goal: { about: "where it should get", values: ["4", "5"] },
  },
  variants: {
    free: { about: "counts to 6" },
    short: { about: "counts to 3 only", setting: { step: "2" } },
    later: { about: "cannot be run yet" },
  },
  properties: {
    reached: "It gets there.",
    small: "It stays small.",
  },
  expected: {
    free: {
      reached: {
        verdict: "PROVED",
        when: [
          { setting: { step: "2", goal: "5" }, verdict: "REFUTED", because: "5 is odd" },
          { setting: { step: "2" }, verdict: "PROVED" },
        ],
      },
      small: "PROVED",
    },
    short: { reached: "REFUTED", small: { notApplicable: "it is always small" } },
    later: {
      reached: { pending: "no clock", until: "there are clocks" },
      small: { pending: "no clock", until: "there are clocks" },
    },
  },
  model: (variant, { step, goal }) => {
    const top = variant === "short" ? 3 : 6;
    return anyModel<Count>({
      name: "counter",
      schema: schemaOf(record({ count: int(0, 9) })),
      initial: [{ count: 0 }],
      rules: [
        {
          name: "count",
          instances: [[]],
          when: ({ count }) => count + Number(step) <= top,
          then: (state) => {
            state.count += Number(step);
          },
          label: () => ({ lane: "PE0", actor: "program", text: "count" }),
        },
      ],
      properties: [
        {
          name: "reached",
          kind: "sometimes",
          because: "It gets there.",
          reachedBy: ({ count }) => (count === Number(goal) ? { facts: { count } } : null),
        },
        {
          name: "small",
          kind: "always",
          because: "It stays small.",
          violatedBy: ({ count }) => (count > 8 ? { facts: { count } } : null),
        },
      ],
      end: () => "deadlock",
      deadlock: variant === "short" ? "stuck" : "off",
    });
  },
});
