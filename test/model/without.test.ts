import { describe, expect, test } from "vitest";
import { dmb, ldr, str, switchableRules, type SwitchableRule } from "../../model/index.ts";
import { modelOf } from "../../model/compile.ts";
import { buildMachine } from "../../model/machine/build.ts";
import { allows, explore, Inv, pte, scenarioOf, x, y, type Litmus } from "./litmus.ts";
import { scenarioMistake } from "./validate/mistake.ts";

const messagePassing = (without: readonly SwitchableRule[]): Litmus => ({
  pes: {
    P0: [str(1n, x), dmb("ish"), str(1n, y)],
    P1: [ldr("r1", y), dmb("ishld"), ldr("r2", x)],
  },
  scenario: { without },
});

const early = { "P1:r1": 1, "P1:r2": 0 };

const modelOfLitmus = (litmus: Litmus) =>
  modelOf(buildMachine({ ...scenarioOf(litmus), judged: "final states" }));

const modelWithout = (...without: readonly SwitchableRule[]) => modelOfLitmus(messagePassing(without));

const unmapping = (without: readonly SwitchableRule[]): Litmus => ({
  pes: { P0: [str(Inv.x, pte.x)], P1: [ldr("r1", x)] },
  scenario: { without },
});

const namesOf = (model: ReturnType<typeof modelWithout>): readonly string[] =>
  model.rules.map(({ name }) => name);

describe("a machine without rules", () => {
  test("lacks each of them", () => {
    expect(allows(messagePassing([]), early)).toBe(false);
    expect(allows(messagePassing(["dmb"]), early)).toBe(true);
    expect(allows(messagePassing(["dmb-ld"]), early)).toBe(true);
    // What is left out may not make up for what else is: two freedoms less, two barriers less.
    expect(allows(messagePassing(["dmb", "dmb-ld", "forwarding", "old-entries"]), early)).toBe(true);
    expect(allows(messagePassing(["coRR", "tlbi-removes"]), early)).toBe(false);
  });

  test("says so with every verdict", () => {
    expect(modelWithout().assumptions).toEqual([]);
    expect(modelWithout("dmb", "coRR").assumptions).toEqual([
      expect.stringContaining("the machine lacks the rule dmb: "),
      expect.stringContaining("the machine lacks the rule coRR: "),
    ]);
  });

  test("takes no steps together: the arguments for that are about the whole machine", () => {
    expect(namesOf(modelOfLitmus(unmapping([])))).toContain("walk and read");
    for (const rule of switchableRules)
      expect(namesOf(modelOfLitmus(unmapping([rule]))), rule).not.toContain("walk and read");
  });

  test("is the machine as it is, where none is left out", () => {
    const { without, ...scenario } = scenarioOf(messagePassing([]));
    expect(without).toEqual([]);
    const [none, absent] = [modelWithout(), modelOf(buildMachine({ ...scenario, judged: "final states" }))];
    expect(namesOf(none)).toEqual(namesOf(absent));
    expect(none.schema.layout).toEqual(absent.schema.layout);
    expect(explore(none).size()).toBe(explore(absent).size());
  });

  test("names a rule that does not exist, and those that do", () => {
    const message = scenarioMistake((s) => ({ ...s, without: ["dmb", "corr"] }));
    expect(message).toContain('scenario litmus: without[1] is "corr"');
    expect(message).toContain("did you mean coRR? there is: isb, isb-waits, ");
  });

  test("says why a rule cannot be left out", () => {
    const message = scenarioMistake((s) => ({ ...s, without: ["writes-at-once"] }));
    expect(message).toContain("no machine can be built without it: memory is one array");
  });
});
