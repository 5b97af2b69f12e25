import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { Model } from "../../checker/model.ts";
import { int, record } from "../../checker/schema/constructors.ts";
import type { Infer } from "../../checker/schema/domain.ts";
import { schemaOf } from "../../checker/schema/schema.ts";
import { engines, labels, resultOf } from "./results.ts";
import { rule } from "./toys/rule.ts";

const work = record({ todo: int(0, 3), first: int(0, 9), second: int(0, 9) });
type Work = Infer<typeof work>;

/** Taking one piece of work moves it, eagerly, through two stations. */
const line: Model<Work> = {
  name: "line",
  schema: schemaOf(work),
  initial: [{ todo: 2, first: 1, second: 0 }],
  rules: [
    rule<Work>(
      "finish",
      (state) => {
        state.second--;
      },
      { eager: true, when: ({ second }) => second > 0 },
    ),
    rule<Work>(
      "pass on",
      (state) => {
        state.first--;
        state.second++;
      },
      { eager: true, when: ({ first }) => first > 0 },
    ),
    rule<Work>(
      "take",
      (state) => {
        state.todo--;
        state.first = 2;
      },
      { when: ({ todo }) => todo > 0 },
    ),
  ],
  properties: [
    {
      name: "done",
      kind: "sometimes",
      because: "a toy",
      reachedBy: ({ todo, first, second }) => (todo + first + second === 0 ? { facts: {} } : null),
    },
    {
      name: "gets done",
      kind: "eventually",
      because: "a toy",
      reachedBy: ({ todo, first, second }) => (todo + first + second === 0 ? { facts: {} } : null),
    },
  ],
};

describe.each(engines)("with the %s engine", (engine) => {
  test("eager rules fire within the step that enables them, the first rule first", async () => {
    const result = await check(line, { engine });
    expect(result.statistics).toMatchObject({ states: 3, rulesFired: 2, levels: [1, 1, 1] });
    const { trace } = resultOf(result, "done");
    expect(trace?.initialFolded.map(({ text }) => text)).toEqual(["pass on", "finish"]);
    expect(trace?.initial).toEqual({ todo: 2, first: 0, second: 0 });
    const folded = trace?.steps.map((step) => step.folded.map(({ text }) => text));
    const twoPieces = ["pass on", "finish", "pass on", "finish"];
    expect(folded).toEqual([twoPieces, twoPieces]);
    expect(trace?.steps[0]?.changes).toEqual([{ path: "todo", before: "2", after: "1" }]);
  });

  test("eager firings count for their rule, but not as steps", async () => {
    const { statistics } = await check(line, { engine });
    expect(statistics.rules.map(({ rule: name, fired, ledToNew }) => [name, fired, ledToNew])).toEqual([
      ["finish", 5, 5],
      ["pass on", 5, 5],
      ["take", 2, 2],
    ]);
  });

  test("with eager rules off every state in between is stored, with the same verdicts", async () => {
    const off = await check(line, { engine, eager: "off" });
    expect(off.statistics.states).toBeGreaterThan(3);
    expect(off.statistics.rulesFired).toBe(off.statistics.rules.reduce((sum, { fired }) => sum + fired, 0));
    const fold = await check(line, { engine });
    expect(off.properties.map(({ verdict }) => verdict)).toEqual(
      fold.properties.map(({ verdict }) => verdict),
    );
  });

  test("an eager rule that is off is not ignored for ever", async () => {
    const idle: Model<Work> = { ...line, rules: [...line.rules, rule<Work>("idle", () => {})] };
    const take = idle.rules.map((each) =>
      each.name === "take" ? { ...each, fairness: "weak" as const } : each,
    );
    for (const eager of ["fold", "off"] as const) {
      const unfair = resultOf(await check(idle, { engine, eager }), "gets done");
      expect(labels(unfair).at(-1)).toBe("*idle");
      expect(resultOf(await check({ ...idle, rules: take }, { engine, eager }), "gets done").verdict).toBe(
        "PROVED",
      );
    }
  });

  test("a state is abandoned or not once its eager rules have fired", async () => {
    const model: Model<Work> = { ...line, abandoned: ({ first }) => first > 0 };
    expect((await check(model, { engine })).statistics.states).toBe(3);
    expect(
      (await check({ ...line, abandoned: ({ todo }) => todo < 1 }, { engine })).statistics,
    ).toMatchObject({
      states: 2,
      rulesFired: 1,
      rules: [{ fired: 3 }, { fired: 3 }, { fired: 1 }],
    });
  });
});
