import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { CheckOptions } from "../../checker/check-options.ts";
import { Diagnostic } from "../../checker/diagnostic.ts";
import type { Model } from "../../checker/model.ts";
import { at } from "../../checker/schema/access.ts";
import { keptStates } from "./random/kept-states.ts";
import { type System, systemSpec, wildSystem } from "./random/random-system.ts";
import { type Grid, gridSpec, gridSystem, plainGrid } from "./observed/grid.ts";
import { messageOf } from "./results.ts";
import { type Count, counter, reaches } from "./toys/counter.ts";

const engines = ["reference", "flyweight", "observed"] as const;

/** What may be asked about a random state; each looks at something else, or at nothing. */
const questions: readonly ((state: Readonly<System>) => string | null)[] = [
  (state) => String(state.x),
  (state) => (state.mode === "on" ? state.mail.join() : null),
  (state) => state.cells.map(({ full, owner }) => `${full} ${owner}`).join(),
  (state) => (at(state.cells, 0).full ? `${state.seen.has(0)} ${state.x}` : "empty"),
  () => null,
  () => "one",
];

const collect = ({ count }: Readonly<Count>): string => String(count);

/** A system that makes no sense is refused by every engine: nothing is collected of it. */
async function collectedBy<S>(
  model: Model<S>,
  options: CheckOptions<S>,
): Promise<ReadonlySet<string> | null> {
  try {
    return (await check(model, options)).collected;
  } catch (error) {
    if (error instanceof Diagnostic) return null;
    throw error;
  }
}

describe("collect", () => {
  test("gives, in every engine, what a plain enumeration of the kept states gives", async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.constantFrom(...questions), async (spec, collect) => {
        const model = wildSystem(spec);
        for (const engine of engines) {
          const collected = await collectedBy(model, { engine, collect });
          if (collected === null) continue;
          const expected = keptStates(model).flatMap((state) => collect(state) ?? []);
          expect(collected).toEqual(new Set(expected));
          compared++;
        }
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(450);
  });

  test("visits every state even where every property is decided at once", async () => {
    const decided = counter(3, { properties: [reaches(0)] });
    for (const engine of engines) {
      const { collected, exhausted } = await check(decided, { engine, collect });
      expect(exhausted).toBe(true);
      expect(collected).toEqual(new Set(["0", "1", "2", "3"]));
    }
  });

  test("is the same with one thread and with several, and with a compact store", async () => {
    const collect = ({ at: place, flag }: Readonly<Grid>) =>
      flag ? null : `${at(place, 1)} ${at(place, 3)}`;
    await fc.assert(
      fc.asyncProperty(gridSpec, async (spec) => {
        const model = gridSystem(spec);
        const one = await collectedBy(model, { workers: 1, collect });
        expect(await collectedBy(model, { engine: "flyweight", collect })).toEqual(one);
        expect(await collectedBy(model, { workers: 2, collect })).toEqual(one);
        expect(await collectedBy(model, { workers: 1, store: "compact", collect })).toEqual(one);
      }),
      { numRuns: 3 },
    );
  }, 120_000);

  test("asks the observed engine's model once per case that it tells apart", async () => {
    let asked = 0;
    const collect = ({ at: place }: Readonly<Grid>): string => {
      asked++;
      return String(at(place, 2));
    };
    const { collected } = await check(plainGrid(), { workers: 1, sample: 0, collect });
    expect(collected.size).toBe(19);
    expect(asked).toBeLessThan(100);
  });

  test("without it, nothing is collected", async () => {
    expect((await check(counter(3))).collected.size).toBe(0);
  });

  test("stops at a bound like any search, with what was seen", async () => {
    for (const engine of engines) {
      const { collected, exhausted } = await check(counter(3), {
        engine,
        bounds: { depth: 1 },
        collect,
      });
      expect(exhausted).toBe(false);
      expect(collected).toEqual(new Set(["0", "1"]));
    }
  });
});

describe("collect refuses", () => {
  test.each<[string, CheckOptions]>([
    ["symmetry", { symmetry: "full" }],
    ["partialOrder", { partialOrder: "stubborn" }],
    ["simulate", { simulate: { walks: 1, seed: 0 } }],
    ["checkpoint", { checkpoint: { file: "unused" } }],
    ["resume", { resume: "unused" }],
  ])("`%s`, which does not look at every state", async (other, options) => {
    const message = await messageOf(check(counter(3), { ...options, collect }));
    expect(message).toContain(`\`collect\` and \`${other}\` exclude each other`);
  });

  test.each(engines)("an answer that is no string, in the %s engine", async (engine) => {
    const untyped: object = { engine, collect: () => 5 };
    expect(await messageOf(check(counter(3), untyped))).toContain("`collect` returns 5 in");
  });

  test.each(engines)("a function that throws, in the %s engine", async (engine) => {
    const broken = (): string => {
      throw new Error("out of order");
    };
    const message = await messageOf(check(counter(3), { engine, collect: broken }));
    expect(message).toMatch(/`collect` throws in[^]*out of order/);
  });

  test.each(engines)("one that writes to the state, in the %s engine", async (engine) => {
    const writes = (state: Readonly<Count>): string => {
      Object.assign(state, { count: 1 });
      return "";
    };
    expect(await messageOf(check(counter(3), { engine, collect: writes }))).toContain("`collect`");
  });

  test("one that depends on more than the state, where a sample of the states shows it", async () => {
    let calls = 0;
    const impure = ({ at: place }: Readonly<Grid>): string => `${at(place, 0)} ${calls++}`;
    const message = await messageOf(check(plainGrid(), { workers: 1, collect: impure }));
    expect(message).toContain('`collect` of model "a grid": says something else');
  });
});
