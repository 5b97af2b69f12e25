import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Random, Seeds } from "../../../checker/simulate/random.ts";

// The numbers below are what the C sources cited in random.ts print.

it("SplitMix64 gives the numbers of its source", () => {
  const seeds = new Seeds(1234567);
  expect([seeds.word(), seeds.word(), seeds.word(), seeds.word()]).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
  ]);
});

it("xoshiro128** gives the numbers of its source", () => {
  const random = new Random([1, 2, 3, 4]);
  expect(Array.from({ length: 10 }, () => random.next())).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

it("a number below a limit is one, and each is as likely as the others", () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 12 }), (seed, limit) => {
      const random = new Seeds(seed).next();
      const seen = Array.from({ length: limit }, () => 0);
      for (let draw = 0; draw < limit * 400; draw++) seen[random.below(limit)]! += 1;
      expect(seen).toHaveLength(limit);
      for (const times of seen) expect(Math.abs(times - 400)).toBeLessThan(200);
    }),
    { numRuns: 50 },
  );
});

it("walks have generators of their own, and seeds have different ones", () => {
  const first = (seed: number) => {
    const seeds = new Seeds(seed);
    return [seeds.next().next(), seeds.next().next(), seeds.next().next()];
  };
  expect(first(7)).toEqual(first(7));
  expect(new Set([...first(7), ...first(8), ...first(2 ** 40)]).size).toBe(9);
});
