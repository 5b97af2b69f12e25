import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import type { Model } from "../../../checker/model.ts";
import { int, record } from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import type { Rule } from "../../../checker/rule.ts";
import { rule } from "../toys/rule.ts";

const domain = record({ x: int(0, 39), y: int(0, 39), z: int(0, 3) });
type State = Infer<typeof domain>;

/** 40 times 40 places, and what a test adds. */
function places(added: Rule<State>, more: Partial<Model<State>> = {}): Model<State> {
  return {
    name: "places",
    schema: schemaOf(domain),
    initial: [{ x: 0, y: 0, z: 0 }],
    rules: [
      rule<State>(
        "right",
        (state) => {
          state.x++;
        },
        { when: ({ x }) => x < 39 },
      ),
      rule<State>(
        "up",
        (state) => {
          state.y++;
        },
        { when: ({ y }) => y < 39 },
      ),
      added,
    ],
    properties: [],
    ...more,
  };
}

/** A recipe that does another thing from its `after`th run on. */
function changing(after: number) {
  let runs = 0;
  return () => runs++ >= after;
}

/** A question that looks at something else from its fourth run on. */
function looking() {
  const changed = changing(3);
  return (state: Readonly<State>) => state.z !== 3 && (changed() ? state.x : state.y) === 39;
}

const idle = rule<State>("idle", () => {}, { when: () => false });

async function mistakeOf(model: Model<State>, options: CheckOptions = {}): Promise<Diagnostic | null> {
  try {
    await check(model, { engine: "observed", workers: 1, exhaust: true, ...options });
    return null;
  } catch (error) {
    if (error instanceof Diagnostic) return error;
    throw error;
  }
}

/** Rules with a variable of their own, observed before it changes what they do; `after` more runs are samples. */
const rules: Readonly<Record<string, (after: number) => Rule<State>>> = {
  "leads to another state": (after) => {
    const changed = changing(after);
    return rule<State>("hidden", (state) => {
      state.z = changed() ? 1 : 2;
    });
  },
  "it fires": (after) => {
    const changed = changing(after);
    return rule<State>("hidden", () => {}, { when: () => changed() });
  },
  "it does not fire": (after) => {
    const changed = changing(after);
    return rule<State>("hidden", () => {}, { when: () => !changed() });
  },
};
const flaws = Object.keys(rules);
const flawed = (flaw: string, after: number) => places(rules[flaw]?.(after) ?? idle);

describe("a rule that depends on more than the state", () => {
  test.each(flaws)("is found by a sample: %s", async (flaw) => {
    const mistake = await mistakeOf(flawed(flaw, 5), { sample: 100 });
    expect(mistake?.details.where).toBe('rule "hidden"');
    expect(mistake?.message).toMatch(new RegExp(`is not what was observed: .*${flaw} in state \\d`));
    expect(mistake?.message).toContain("--engine=reference");
  });

  test("is found by the sample that a search takes unless it is told otherwise", async () => {
    // When rules are grouped, when it is observed, and not any more when state 1,000 is looked at.
    const mistake = await mistakeOf(flawed("leads to another state", 2));
    expect(mistake?.details.where).toBe('rule "hidden"');
  });

  test("is named with its parameters", async () => {
    const changed = changing(5);
    const hidden = rule<State, readonly [number]>(
      "hidden",
      (state, to) => {
        state.z = to === 3 && changed() ? 1 : to;
      },
      { instances: [[2], [3]] },
    );
    expect((await mistakeOf(places(hidden), { sample: 100 }))?.details.where).toBe('rule "hidden" (3)');
  });

  test("is not looked for without a sample", async () => {
    for (const flaw of flaws) expect(await mistakeOf(flawed(flaw, 2), { sample: 0 })).toBe(null);
  });

  test("is not found where there is nothing hidden", async () => {
    const honest = rule<State>("honest", (state) => {
      state.z = (state.x + state.y) % 4;
    });
    expect(await mistakeOf(places(honest), { sample: 1 })).toBe(null);
  });
});

describe("what does not look at the same when it has seen the same", () => {
  test("is found when it is observed again, and named: a rule", async () => {
    const looks = looking();
    const hidden = rule<State>("hidden", () => {}, { when: looks });
    const mistake = await mistakeOf(places(hidden), { sample: 0 });
    expect(mistake?.details.where).toContain('rule "hidden"');
    expect(mistake?.message).toContain("does not look at the same fields when it has seen the same");
  });

  test("is found and named: a property", async () => {
    const looks = looking();
    const mistake = await mistakeOf(
      places(idle, {
        properties: [
          {
            name: "shifty",
            kind: "always",
            because: "a toy",
            violatedBy: (state) => (looks(state) ? { facts: {} } : null),
          },
        ],
      }),
      { sample: 0 },
    );
    expect(mistake?.details.where).toBe('property "shifty"');
  });

  test.each(["abandoned", "cut"] as const)("is found and named: `%s` of the model", async (member) => {
    const looks = looking();
    const asked =
      member === "cut"
        ? { cut: (state: Readonly<State>) => (looks(state) ? "a loop" : null) }
        : { abandoned: looks };
    const mistake = await mistakeOf(places(idle, asked), { sample: 0 });
    expect(mistake?.details.where).toBe(`\`${member}\` of model "places"`);
  });

  test("is found and named: `end` of the model", async () => {
    const looks = looking();
    const alone = places(idle);
    const model: Model<State> = {
      ...alone,
      rules: [],
      initial: Array.from({ length: 30 }, (_, x) => ({ x, y: 29 - x, z: 0 })),
      end: (state) => (looks(state) ? "deadlock" : "final"),
    };
    const mistake = await mistakeOf(model, { sample: 0, deadlock: "stuck" });
    expect(mistake?.details.where).toContain('model "places"');
  });
});
