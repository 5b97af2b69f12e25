import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Litmus } from "../litmus.ts";
import { endsOf, instructionsOf, randomPagingPrograms, randomPrograms, x86 } from "./x86-programs.ts";
import { pagingOutcomes } from "./x86-paging-machine.ts";
import { tsoOutcomes, type Op } from "./x86-tso.ts";

const testOf = (programs: readonly (readonly Op[])[]): Litmus =>
  x86(Object.fromEntries(programs.map((ops, p) => [`P${p}`, instructionsOf(ops)])));

/** More by hand: WALKCHECK_RUNS=3000 npx vitest run test/model/pe/x86-tso.test.ts. */
const numRuns = Number(process.env["WALKCHECK_RUNS"] ?? 300);

describe("an x86 PE with ordinary memory is x86-TSO", () => {
  test("random programs end as on the published machine, in all ways and no other", () => {
    fc.assert(
      fc.property(randomPrograms, (programs) => {
        expect(endsOf(testOf(programs))).toEqual(tsoOutcomes(programs));
      }),
      { numRuns },
    );
  }, 900_000);

  test("and do so whatever steps are taken together", () => {
    fc.assert(
      fc.property(randomPrograms, (programs) => {
        const test = testOf(programs);
        const expected = tsoOutcomes(programs);
        expect(endsOf({ ...test, scenario: { judged: "final states" } })).toEqual(expected);
        expect(endsOf(test, "off")).toEqual(expected);
      }),
      { numRuns },
    );
  }, 900_000);
});

describe("an x86 PE whose descriptors are written", () => {
  test("ends as where accesses are translated when they are executed, with page faults in order", () => {
    fc.assert(
      fc.property(randomPagingPrograms, (programs) => {
        expect(endsOf(testOf(programs))).toEqual(pagingOutcomes(programs));
      }),
      { numRuns },
    );
  }, 900_000);
});
