import { describe, expect, it } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { Model } from "../../../checker/model.ts";
import { labels, messageOf, resultOf } from "../results.ts";
import { becomes, counter, never, reaches, type Count } from "../toys/counter.ts";
import { dieHard } from "../toys/die-hard.ts";
import { philosophers } from "../toys/philosophers.ts";
import { rule } from "../toys/rule.ts";

const simulate = { walks: 300, seed: 7 };

/** From 0 to one of the others, each of which is an end. */
function fan(more: Partial<Model<Count>> = {}): Model<Count> {
  return counter(5, {
    rules: [1, 2, 3, 4, 5].map((to) =>
      rule<Count>(
        `go ${to}`,
        (state) => {
          state.count = to;
        },
        { when: (state) => state.count === 0 },
      ),
    ),
    ...more,
  });
}

describe("random walks", () => {
  it("refute an always, by a trace that they say need not be a shortest one", async () => {
    const result = resultOf(await check(counter(9, { properties: [never(6)] }), { simulate }), "never 6");
    expect(result).toMatchObject({ verdict: "REFUTED", reason: { kind: "counterexample", walk: 1 } });
    expect(result.witness).toEqual({ facts: { count: 6 } });
    expect(labels(result)).toHaveLength(6);
  });

  it("reach a sometimes, and are over once that was all there was to decide", async () => {
    const result = await check(dieHard, { simulate: { walks: 5000, seed: 1 } });
    expect(result.properties.map(({ verdict, reason }) => [verdict, reason.kind])).toContainEqual([
      "REFUTED",
      "counterexample",
    ]);
    expect(result.simulation?.walks).toBeLessThan(5000);
    expect(result.hit).toBeNull();
  });

  it("decide nothing else: what they do not find is UNDECIDED, an eventually always", async () => {
    const properties = [never(20, ["reaches 20"]), reaches(20), becomes(9), becomes(20)];
    const result = await check(counter(9, { properties, deadlock: "stuck", end: () => "final" }), {
      simulate,
    });
    const reason = { kind: "simulation", walks: 300, seed: 7 };
    expect(result.properties.map(({ property, verdict }) => [property, verdict])).toEqual([
      ["never 20", "UNDECIDED"],
      ["reaches 20", "UNDECIDED"],
      ["becomes 9", "UNDECIDED"],
      ["becomes 20", "UNDECIDED"],
      ["no-deadlock", "UNDECIDED"],
    ]);
    for (const property of result.properties)
      expect(property).toMatchObject({ reason, trace: null, others: [] });
    expect(result).toMatchObject({ verdict: "UNDECIDED", exhausted: false, hit: null });
    expect((await check(counter(9), { simulate })).verdict).toBe("UNDECIDED");
  });

  it("choose each step as likely as the others, those to wrong guesses aside", async () => {
    const { statistics, simulation } = await check(fan({ abandoned: ({ count }) => count === 3 }), {
      simulate: { walks: 4000, seed: 1 },
    });
    const fired = statistics.rules.map((each) => each.fired);
    expect(fired[2]).toBe(0);
    for (const [index, times] of fired.entries())
      if (index !== 2) expect(Math.abs(times - 1000)).toBeLessThan(120);
    expect(simulation).toMatchObject({ walks: 4000, steps: 4000, longest: 1, rulesFired: 4 });
    expect(statistics).toMatchObject({ states: 5, rulesFired: 4000, depth: 1 });
  });

  it("start in each initial state that is no wrong guess, as often as in the others", async () => {
    const initial = [{ count: 1 }, { count: 2 }, { count: 3 }, { count: 2 }];
    const starts = (more: Partial<Model<Count>>) =>
      check(counter(9, { initial, properties: [never(1), reaches(2), reaches(3)], rules: [], ...more }), {
        simulate,
      });
    expect((await starts({})).properties.map(({ verdict }) => verdict)).toEqual([
      "REFUTED",
      "PROVED",
      "PROVED",
    ]);
    const some = await starts({ abandoned: ({ count }) => count === 1 });
    expect(some.properties.map(({ verdict }) => verdict)).toEqual(["UNDECIDED", "PROVED", "PROVED"]);
    expect(await messageOf(starts({ abandoned: () => true }))).toContain("every initial state is abandoned");
  });

  it("are at most as long as the depth bound, and 100 steps without one", async () => {
    const model = counter(200, { properties: [never(200)] });
    const bounded = await check(model, { simulate, bounds: { depth: 12 } });
    expect(bounded.simulation).toMatchObject({ longest: 12, depth: 12, ends: { depth: 300, "dead-end": 0 } });
    expect((await check(model, { simulate })).simulation).toMatchObject({ longest: 100, depth: 100 });
    expect((await check(model, { simulate, bounds: { depth: 200 } })).verdict).toBe("REFUTED");
  });

  it("end where a property is decided, and later ones go on from there", async () => {
    const { simulation, properties } = await check(
      counter(9, { properties: [never(3), never(7), never(10)] }),
      {
        simulate: { walks: 5, seed: 1 },
      },
    );
    expect(simulation).toMatchObject({ steps: 3 + 7 + 9 * 3, ends: { decided: 2, "dead-end": 3 } });
    expect(properties.map(({ reason }) => reason)).toMatchObject([
      { walk: 1 },
      { walk: 2 },
      { kind: "simulation" },
    ]);
  });

  it("leave the loops of a walk out of its trace", async () => {
    const model = counter(9, {
      rules: [
        ...counter(9).rules,
        rule<Count>("back", (state) => void (state.count = 0), { when: ({ count }) => count === 4 }),
      ],
      properties: [never(7)],
    });
    const result = await check(model, { simulate: { walks: 50, seed: 1 }, bounds: { depth: 1000 } });
    expect(result.simulation?.longest).toBeGreaterThan(7);
    expect(labels(resultOf(result, "never 7"))).toHaveLength(7);
  });
});

describe("dead ends of walks", () => {
  it("are deadlocks where the mode says so", async () => {
    const table = philosophers(2);
    expect(resultOf(await check(table, { simulate }), "no-deadlock").verdict).toBe("REFUTED");
    const off = await check(table, { simulate, deadlock: "off" });
    expect(off.properties.map(({ property }) => property)).not.toContain("no-deadlock");
  });

  it("of which the only way on is to stay are deadlocks when stuttering is one", async () => {
    const model = counter(3, {
      rules: [...counter(3).rules, rule<Count>("stay", () => {}, { when: ({ count }) => count === 3 })],
    });
    const verdict = async (deadlock: "stuck" | "stuttering") =>
      (await check(model, { simulate, deadlock })).properties.map((each) => each.verdict);
    expect(await verdict("stuttering")).toEqual(["REFUTED"]);
    expect(await verdict("stuck")).toEqual(["UNDECIDED"]);
    expect((await check(model, { simulate })).simulation).toMatchObject({
      ends: { "dead-end": 300 },
      longest: 3,
    });
  });

  it("are none where a wrong guess or a loop bound ends the path", async () => {
    const abandoned = counter(3, { deadlock: "stuck", abandoned: ({ count }) => count === 3 });
    const cut = counter(3, { deadlock: "stuck", cut: ({ count }) => (count === 3 ? "the loop" : null) });
    expect((await check({ ...abandoned, deadlock: "off" }, { simulate })).simulation?.ends.abandoned).toBe(
      300,
    );
    for (const model of [abandoned, cut]) {
      const { verdict, simulation } = await check(model, { simulate });
      expect([verdict, simulation?.ends.abandoned]).toEqual(["UNDECIDED", 300]);
    }
    expect((await check(counter(3, { deadlock: "stuck" }), { simulate })).verdict).toBe("REFUTED");
  });
});

describe("a simulation", () => {
  it("finds different counterexamples when told to keep going", async () => {
    const at = {
      name: "stays",
      kind: "always",
      because: "a toy",
      violatedBy: ({ count }: Readonly<Count>) => (count > 0 ? { facts: { odd: count % 2 === 1 } } : null),
    } as const;
    const found = async (keepGoing: number) => {
      const { others } = resultOf(await check(fan({ properties: [at] }), { simulate, keepGoing }), "stays");
      return others.length + 1;
    };
    expect([await found(1), await found(3), await found(99)]).toEqual([1, 3, 5]);
  });

  it("does not count a state that goes on from a broken one, though a loop comes back to it from elsewhere", async () => {
    const step = (from: number, to: number) =>
      rule<Count>(`from ${from}`, (state) => void (state.count = to), {
        when: ({ count }) => count === from,
      });
    const broken = {
      name: "unbroken",
      kind: "always",
      because: "a toy",
      violatedBy: ({ count }: Readonly<Count>) => (count === 1 || count === 2 ? { facts: {} } : null),
    } as const;
    const model = counter(3, {
      rules: [step(0, 1), step(1, 2), step(2, 3), step(3, 2)],
      properties: [broken],
    });
    expect(resultOf(await check(model, { simulate, keepGoing: 5 }), "unbroken").others).toEqual([]);
  });

  it("ends with what is known when a bound is hit or it is interrupted", async () => {
    const model = counter(9, { properties: [never(20)] });
    const ended = async (options: CheckOptions) => {
      const { verdict, hit, simulation } = await check(model, {
        simulate: { walks: 1e9, seed: 1 },
        ...options,
      });
      expect(verdict).toBe("UNDECIDED");
      expect(simulation?.walks).toBeLessThan(1e9);
      return hit;
    };
    expect(await ended({ bounds: { time: 0.05 } })).toEqual({ kind: "time", limit: 0.05 });
    expect(await ended({ bounds: { states: 4 } })).toEqual({ kind: "states", limit: 4 });
    expect(await ended({ bounds: { memory: 1 } })).toEqual({ kind: "memory", limit: 1 });
    expect(await ended({ signal: AbortSignal.timeout(50) })).toEqual({ kind: "interrupted" });
    expect(await ended({ signal: AbortSignal.abort() })).toEqual({ kind: "interrupted" });
  });

  it("sees the clock within a walk that does not end", async () => {
    const endless = counter(1, {
      rules: [rule<Count>("flip", (state) => void (state.count = 1 - state.count))],
    });
    const options = { simulate: { walks: 1, seed: 1 }, bounds: { depth: 1e9, time: 0.05 } };
    expect((await check(endless, options)).hit).toEqual({ kind: "time", limit: 0.05 });
  });

  it("counts the values of fields in the states it came by, and says how far it is", async () => {
    const walks: number[] = [];
    const endless = counter(1, {
      rules: [rule<Count>("flip", (state) => void (state.count = 1 - state.count))],
    });
    const { statistics } = await check(endless, {
      simulate: { walks: 1e9, seed: 1 },
      fields: true,
      bounds: { time: 0.6 },
      onProgress: (progress) => walks.push(progress.walks ?? -1),
    });
    expect(statistics.fields).toEqual([{ path: "count", distinct: 2 }]);
    expect(walks.length).toBeGreaterThan(0);
    expect(walks.every((number) => number > 0)).toBe(true);
  });

  it("excludes what only a search can do", async () => {
    const mixed = (more: CheckOptions) => messageOf(check(counter(1), { simulate, ...more }));
    expect(await mixed({ exhaust: true })).toContain("`simulate` and `exhaust` exclude each other");
    expect(await mixed({ resume: "file" })).toContain("`simulate` and `resume` exclude each other");
  });

  it.each([{ walks: 0, seed: 1 }, { walks: 1.5, seed: 1 }, { walks: 1 }, { walks: 1, seed: -1 }, 1000])(
    "is refused for %o",
    async (wrong) => {
      const options: object = { simulate: wrong };
      expect(await messageOf(check(counter(1), options))).toContain("It must be { walks, seed }");
    },
  );

  it("names the walk in which a function of the model fails", async () => {
    const model = counter(9, {
      end: () => {
        throw new Error("no");
      },
      deadlock: "stuck",
    });
    expect(await messageOf(check(model, { simulate }))).toContain("throws in walk 1, after 9 steps");
  });
});
