import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { observed } from "../../checker/engine/observed/observed.ts";
import { reference } from "../../checker/engine/reference.ts";
import { S2 } from "./guest.ts";
import { judge, type Judged, type Run } from "./judged.ts";
import type { Litmus } from "./litmus.ts";
import { randomGuest, type GuestIngredients } from "./random-guest.ts";

const mappings = [S2.x, S2.z];

/** Random tests of guests come out the same in both ways of running them. How many had a may-be-cached mapping at the end. */
function agree(one: Run, other: Run, ingredients: GuestIngredients, numRuns: number): void {
  const seen = new Set<string>();
  fc.assert(
    fc.property(randomGuest(ingredients), (given: Litmus) => {
      const left = judge(given, { ...one, mappings });
      const right = judge(given, { ...other, mappings });
      fc.pre(left !== null && right !== null);
      expect(answers(right)).toEqual(answers(left));
      for (const [name, found] of Object.entries(left?.found ?? {})) seen.add(`${name}: ${String(found)}`);
    }),
    { numRuns },
  );
  // That they agree says little if nothing was ever left, or always.
  expect(seen).toContain("no-stale-after 0: true");
  expect(seen).toContain("no-stale-after 0: false");
}

const answers = (judged: Judged | null) => ({ found: judged?.found, outcomes: judged?.outcomes });

describe("random guests", () => {
  test("the may-be-cached sets agree with explicit entries of both kinds, filled, combined and evicted one by one", () => {
    agree({ walks: "explicit" }, {}, { host: 6, guest: 2 }, 80);
  });

  test("the same with a second host, whose TLBIs overlap", () => {
    agree({ walks: "explicit" }, {}, { host: 4, guest: 1, second: "host" }, 30);
  });

  test("the same with a second guest, which may share entries", () => {
    agree({ walks: "explicit" }, {}, { host: 5, guest: 1, second: "guest" }, 20);
  });

  test("the same with hardware management of the access flag and dirty state", () => {
    agree({ walks: "explicit" }, {}, { host: 4, guest: 2, hardware: true }, 30);
  });

  test("eager steps folded agree with eager steps off", () => {
    agree({ eager: "off" }, {}, { host: 6, guest: 3, second: "guest" }, 60);
  });

  test("the engines agree", () => {
    agree({ engine: reference }, {}, { host: 5, guest: 2 }, 20);
    agree({ engine: observed }, {}, { host: 6, guest: 3 }, 40);
  });

  test("steps that share a transition where ends are judged lead to the same ends", () => {
    fc.assert(
      fc.property(randomGuest({ host: 6, guest: 3, second: "host" }), (given: Litmus) => {
        const test = {
          ...given,
          features: { ...given.features, amalgamation: false, tlbiDrainsOldAccesses: true },
        };
        const all = judge(test, { mappings });
        const some = judge(test, { mappings, judged: "final states" });
        fc.pre(all !== null && some !== null);
        expect(some?.outcomes).toEqual(all?.outcomes);
      }),
      { numRuns: 80 },
    );
  });
});
