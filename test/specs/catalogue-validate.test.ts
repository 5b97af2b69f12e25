import { describe, expect, it } from "vitest";
import { asSpec, specProblems } from "../../specs/validate.ts";
import { counterSpec } from "./catalogue-fixture.ts";

/** A spec as untyped input has it, so that a test can break it. */
function spec(more: Readonly<Record<string, unknown>>): unknown {
  return { ...counterSpec, ...more };
}

const row = { reached: "PROVED", small: "PROVED" };

describe("a spec", () => {
  it("is valid when its matrix is total and speaks of what exists", () => {
    expect(specProblems(counterSpec)).toEqual([]);
  });

  it.each([
    [null, "it is null"],
    [[], "it is an array"],
    [{}, "name must be a non-empty text"],
    [spec({ model: "counter" }), "model must be a function"],
    [spec({ variants: {} }), "variants must name at least one variant"],
    [spec({ properties: {} }), "properties must name at least one property"],
    [
      spec({ parameters: { step: { about: "x", values: [] } } }),
      "parameters.step.values must list its values",
    ],
    [spec({ parameters: { step: { about: "x", values: ["1", "1"] } } }), "a value twice"],
    [
      spec({ variants: { ...counterSpec.variants, free: { about: "x", setting: { stap: "1" } } } }),
      'variants.free.setting: there is no parameter "stap"; did you mean "step"?',
    ],
    [spec({ expected: { free: row, short: row } }), "expected.later is missing"],
    [
      spec({ expected: { free: row, short: row, later: { reached: "PROVED" } } }),
      "expected.later.small is missing",
    ],
    [spec({ expected: { free: row, short: row, later: row, fre: row } }), 'there is no variant "fre"'],
    [spec({ expected: { free: { ...row, smal: "PROVED" }, short: row, later: row } }), 'no property "smal"'],
    [
      spec({ expected: { free: { ...row, small: "proved" }, short: row, later: row } }),
      '"proved" is no verdict',
    ],
    [spec({ expected: { free: { ...row, small: { pending: "x" } }, short: row, later: row } }), "until"],
    [
      spec({
        expected: {
          free: {
            ...row,
            small: { verdict: "PROVED", when: [{ setting: { step: "7" }, verdict: "PROVED" }] },
          },
          short: row,
          later: row,
        },
      }),
      'expected.free.small.when[0].setting: step cannot be "7"',
    ],
    [
      spec({
        expected: {
          free: {
            ...row,
            small: {
              verdict: "PROVED",
              when: [
                { setting: { step: "2", goal: "5" }, verdict: "PROVED" },
                { setting: { goal: "5", step: "2" }, verdict: "REFUTED" },
              ],
            },
          },
          short: row,
          later: row,
        },
      }),
      "the same setting twice",
    ],
  ])("%# is refused with a reason", (value, problem) => {
    expect(specProblems(value).join("\n")).toContain(problem);
    expect(() => asSpec(value, "my-spec.ts")).toThrow(/^my-spec\.ts: not a valid spec/);
  });
});
