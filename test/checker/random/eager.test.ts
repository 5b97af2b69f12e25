import * as fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { Model } from "../../../checker/model.ts";
import { array, bool, int, record } from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "../toys/rule.ts";

const domain = record({ at: int(0, 4), ping: array(2, bool()), pong: array(2, bool()) });
type Pings = Infer<typeof domain>;

interface Walk {
  readonly edges: readonly (readonly [number, number])[];
  readonly ping: number | null;
  readonly fair: boolean;
}

const place = fc.integer({ min: 0, max: 4 });
const walk: fc.Arbitrary<Walk> = fc.record({
  edges: fc.uniqueArray(fc.tuple(place, place), { selector: ([from]) => from, minLength: 1, maxLength: 4 }),
  ping: fc.constantFrom(null, 0, 1),
  fair: fc.boolean(),
});

/**
 * Walks that ping, and eager answers to the pings. An answer commutes with every walk: none reads a ping or a pong, and
 * a second ping before the first answer changes nothing. Properties see pongs only where earlier ones change nothing.
 */
function pings(walks: readonly Walk[]): Model<Pings> {
  const because = "a random system";
  const isDone = ({ pong }: Readonly<Pings>) => (pong[0] === true ? { facts: {} } : null);
  const isThere = ({ at }: Readonly<Pings>) => (at === 3 ? { facts: { at } } : null);
  return {
    name: "pings",
    schema: schemaOf(domain),
    initial: [{ at: 0, ping: [false, true], pong: [false, false] }],
    rules: [
      ...walks.map(({ edges, ping, fair }, index) => {
        const next = new Map(edges);
        return rule<Pings>(
          `walk ${index}`,
          (state) => {
            state.at = next.get(state.at) ?? state.at;
            if (ping !== null) state.ping[ping] = true;
          },
          { when: ({ at }) => next.has(at), ...(fair ? { fairness: "weak" } : {}) },
        );
      }),
      rule<Pings, readonly [number]>(
        "answer",
        (state, who) => {
          state.ping[who] = false;
          state.pong[who] = true;
        },
        { instances: [[0], [1]], when: ({ ping }, who) => ping[who] === true, eager: true },
      ),
    ],
    properties: [
      { name: "never done", kind: "always", because, violatedBy: isDone, goals: ["there"] },
      { name: "there", kind: "sometimes", because, reachedBy: isThere },
      {
        name: "done there",
        kind: "sometimes",
        because,
        reachedBy: (state) => (isDone(state) === null ? null : isThere(state)),
      },
      { name: "gets there", kind: "eventually", because, reachedBy: isThere, goals: ["there"] },
      { name: "gets done", kind: "eventually", because, reachedBy: isDone, goals: ["there"] },
    ],
  };
}

test("folding eager rules that commute changes no verdict", async () => {
  const seen = new Set<string>();
  let smaller = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(walk, { minLength: 1, maxLength: 4 }),
      fc.constantFrom("reference" as const, "flyweight" as const),
      async (walks, engine) => {
        const options = { engine, deadlock: "stuck", exhaust: true } as const;
        const fold = await check(pings(walks), options);
        const off = await check(pings(walks), { ...options, eager: "off" });
        const verdicts = fold.properties.map(({ property, verdict }) => `${property}: ${verdict}`);
        expect(off.properties.map(({ property, verdict }) => `${property}: ${verdict}`)).toEqual(verdicts);
        expect(fold.statistics.states).toBeLessThanOrEqual(off.statistics.states);
        if (fold.statistics.states < off.statistics.states) smaller++;
        for (const verdict of verdicts) seen.add(verdict);
      },
    ),
    { numRuns: 400 },
  );
  // Both answers to every question came up, or equality would mean little.
  expect([...seen].toSorted()).toEqual([
    "done there: PROVED",
    "done there: REFUTED",
    "gets done: PROVED",
    "gets done: REFUTED",
    "gets done: VACUOUS",
    "gets there: PROVED",
    "gets there: REFUTED",
    "never done: PROVED",
    "never done: REFUTED",
    "never done: VACUOUS",
    "no-deadlock: PROVED",
    "no-deadlock: REFUTED",
    "there: PROVED",
    "there: REFUTED",
  ]);
  expect(smaller).toBeGreaterThan(100);
});
