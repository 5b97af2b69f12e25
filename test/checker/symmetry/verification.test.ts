import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { Model } from "../../../checker/model.ts";
import type { Rule } from "../../../checker/rule.ts";
import { at } from "../../../checker/schema/access.ts";
import { bool, int, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { symmetryOf } from "../../../checker/symmetry/model-symmetry.ts";
import { arrayBy, elementOf, scalarset } from "../../../checker/symmetry/scalarset.ts";
import { messageOf } from "../results.ts";
import { step } from "../toys/step.ts";

const pe = scalarset("PE", 3);
const domain = record({ on: arrayBy(pe, bool()), last: elementOf(pe), ticks: int(0, 1_000_000) });
interface State {
  on: boolean[];
  last: number;
  ticks: number;
}

type Part = Partial<Rule<State>>;

function ruleOf(name: string, part: Part): Rule<State> {
  return {
    name,
    instances: [[0], [1], [2]],
    sorts: [pe],
    when: (state, p = 0) => !at(state.on, p),
    then: (state, p = 0) => {
      state.on[p] = true;
      state.last = p;
    },
    label: (_, p = 0) => step(`${name} ${p}`),
    ...part,
  };
}

const everyStart = [0, 1, 2].map((last): State => ({ on: [false, false, false], last, ticks: 0 }));

function modelOf(rules: readonly Rule<State>[], more: Partial<Model<State>> = {}): Model<State> {
  return {
    name: "switches",
    schema: schemaOf(domain),
    initial: everyStart,
    rules,
    properties: [],
    symmetries: [pe],
    ...more,
  };
}

const full: CheckOptions = { symmetry: "full" };
const refusal = (model: Model<State>, options: CheckOptions = {}) =>
  messageOf(check(model, { ...full, ...options }));

describe("what tells interchangeable things apart is refused, and named", () => {
  test("a guard that holds for one only", async () => {
    const rule = ruleOf("switch", { when: (state, p = 0) => !at(state.on, p) && p !== 1 });
    expect(await refusal(modelOf([rule]))).toBe(
      'Diagnostic: rule "switch" (PE0): it is not symmetric under PE0 <-> PE1, in state 0, 0 steps from an initial state\n' +
        '  rule "switch" (PE0) is enabled, but its image rule "switch" (PE1) is not\n' +
        "  Mend the rule or the declaration, or search without the reduction: symmetry off.",
    );
  });

  test("a recipe that favours one", async () => {
    const then = (state: State, p = 0) => {
      state.on[p] = true;
      state.last = 2;
    };
    const message = await refusal(modelOf([ruleOf("switch", { then })]));
    expect(message).toContain("it is not symmetric under PE1 <-> PE2");
    expect(message).toContain("leaves field last as 2, not as 1");
  });

  test.each(["reference", "flyweight"] as const)(
    "deep in the state space, by the %s engine",
    async (engine) => {
      const late = ruleOf("late", {
        when: (state) => state.ticks === 3,
        then: (state) => {
          state.last = 0;
          state.ticks = 4;
        },
      });
      const tick = ruleOf("tick", {
        instances: [[]],
        sorts: [],
        when: (state) => state.ticks < 3,
        then: (state) => {
          state.ticks++;
        },
      });
      const message = await refusal(modelOf([tick, late]), { engine });
      expect(message).toContain("3 steps from an initial state");
      expect(message).toContain("field last");
    },
  );

  test("initial states without their images", async () => {
    expect(await refusal(modelOf([ruleOf("switch", {})], { initial: everyStart.slice(0, 1) }))).toContain(
      "the image of initial state 0 is not an initial state: there field last is 1 instead of 0",
    );
  });

  test("a dead end that is final for some only", async () => {
    const message = await refusal(
      modelOf([ruleOf("switch", {})], {
        deadlock: "stuck",
        end: (state) => (state.ticks === 0 && state.last === 0 ? "final" : "deadlock"),
      }),
    );
    expect(message).toContain("`end` is not symmetric under PE0 <-> PE1");
    expect(message).toContain("it answers final, and deadlock in the image of the state");
  });

  test("guesses that are wrong for some only", async () => {
    const abandoned = (state: Readonly<State>) => at(state.on, 2) && state.ticks === 0;
    expect(await refusal(modelOf([ruleOf("switch", {})], { abandoned }))).toContain(
      "`abandoned` is not symmetric under PE0 <-> PE1, then PE1 <-> PE2",
    );
  });

  test("eager rules of which the first takes all", async () => {
    const start = everyStart;
    const go = ruleOf("go", {
      instances: [[]],
      sorts: [],
      when: (state) => state.ticks === 0,
      then: (state) => {
        state.ticks = 1;
      },
    });
    const grab = ruleOf("grab", {
      eager: true,
      when: (state) => state.ticks === 1,
      then: (state, p = 0) => {
        state.ticks = 2;
        state.last = p;
      },
    });
    const model = modelOf([go, grab], { initial: start });
    expect(await refusal(model)).toContain("the eager rules after it are not symmetric under PE0 <-> PE1");
    const { statistics } = await check(model, { ...full, eager: "off" });
    expect(statistics.states).toBe(3);
  });

  test("instances for some only", async () => {
    expect(await refusal(modelOf([ruleOf("switch", { instances: [[0], [1]] })]))).toContain(
      'rule "switch" (1): with PE1 <-> PE2 it is an instance (2), which the rule does not have',
    );
  });

  test("sorts that do not fit the parameters", async () => {
    expect(await refusal(modelOf([ruleOf("switch", { sorts: [pe, null] })]))).toContain(
      "`sorts` has 2 elements, for 1 parameters",
    );
  });
});

describe("what makes no difference is not refused", () => {
  test("an asymmetry in states that are never reached", async () => {
    const rule = ruleOf("switch", {
      when: (state, p = 0) => !at(state.on, p) && (state.ticks !== 7 || p === 0),
    });
    const model = modelOf([rule]);
    expect(symmetryOf(model, "fold")?.verified).toBe(false);
    expect((await check(model, full)).statistics.states).toBe(4);
    expect((await check(model)).statistics.states).toBe(15);
  });

  test("eager rules that commute", () => {
    const light = ruleOf("light", {
      eager: true,
      when: (state, p = 0) => state.last === p && !at(state.on, p),
      then: (state, p = 0) => {
        state.on[p] = true;
      },
    });
    const go = ruleOf("go", {
      when: (state, p = 0) => state.last !== p,
      then: (state, p = 0) => {
        state.last = p;
      },
    });
    expect(symmetryOf(modelOf([go, light]), "fold")?.verified).toBe(true);
  });

  test("the order in which equals are looked at", async () => {
    const rule = ruleOf("switch", {
      when: (state, p = 0) => !at(state.on, p) && state.on.filter((on) => on).length < 2,
    });
    expect(symmetryOf(modelOf([rule]), "fold")?.verified).toBe(true);
  });

  test("a rule that throws for all alike where it is never asked", () => {
    const then = (state: State, p = 0) => {
      if (at(state.on, state.last)) throw new Error("never");
      state.on[p] = true;
    };
    expect(symmetryOf(modelOf([ruleOf("switch", { then })]), "fold")?.verified).toBe(true);
  });
});

describe("symmetry and the other options", () => {
  const eventually = {
    kind: "eventually",
    name: "ends",
    because: "it must",
    reachedBy: ({ ticks }: Readonly<State>) => (ticks > 0 ? { facts: {} } : null),
  } as const;

  test("`eventually` needs the unreduced search", async () => {
    const model = modelOf([ruleOf("switch", {})], { properties: [eventually] });
    expect(await refusal(model)).toContain("`eventually` needs the unreduced search: --symmetry=off");
    expect((await check(model, { ...full, properties: [] })).statistics.states).toBe(4);
  });

  test("a model without symmetries is searched as it is", async () => {
    const { reductions, statistics } = await check(modelOf([ruleOf("switch", {})], { symmetries: [] }), full);
    expect(reductions.symmetry).toBe(null);
    expect(statistics.states).toBe(15);
  });

  test("a step to another state of the orbit is no stuttering", async () => {
    const pass = ruleOf("pass", {
      when: (state, p = 0) => state.last !== p,
      then: (state, p = 0) => {
        state.last = p;
      },
    });
    const options = { deadlock: "stuttering", symmetry: "full" } as const;
    expect((await check(modelOf([pass]), options)).verdict).toBe("PROVED");
  });

  test("more permutations than can be listed are refused", async () => {
    const many = scalarset("thing", 9);
    const things = record({ on: arrayBy(many, bool()) });
    const message = messageOf(
      check(
        {
          name: "many",
          schema: schemaOf(things),
          initial: [{ on: Array.from({ length: 9 }, () => false) }],
          rules: [],
          properties: [],
          symmetries: [many],
        },
        full,
      ),
    );
    expect(await message).toContain("its symmetries make more than 40320 permutations");
  }, 60_000);
});
