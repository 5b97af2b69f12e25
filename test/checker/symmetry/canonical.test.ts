import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { Canonicaliser } from "../../../checker/symmetry/canonicaliser.ts";
import { compileGroup } from "../../../checker/symmetry/compiled-group.ts";
import { groupOf } from "../../../checker/symmetry/group.ts";
import { permute } from "../../../checker/symmetry/permutation.ts";
import { schema, symmetricSystem, type Symmetric } from "./symmetric-system.ts";

const model = symmetricSystem({
  rules: [{ guards: ["busy"], actions: ["toggle"] }],
  unfair: null,
  eager: null,
  bad: ["busy"],
  wanted: ["busy"],
  abandoned: null,
  final: "busy",
});
const group = groupOf(model);
const canonicaliser = new Canonicaliser(compileGroup(group));

const pe = fc.integer({ min: 0, max: 2 });
const page = fc.integer({ min: 0, max: 1 });
const state: fc.Arbitrary<Symmetric> = fc.record({
  x: fc.integer({ min: 0, max: 2 }),
  pes: fc.array(fc.record({ busy: fc.boolean(), page: fc.option(page) }), { minLength: 3, maxLength: 3 }),
  table: fc.array(fc.option(pe), { minLength: 2, maxLength: 2 }),
  mail: fc.array(fc.record({ to: pe, urgent: fc.boolean() }), { maxLength: 2 }),
  seen: fc.uniqueArray(pe).map((members) => FiniteSet.of(...members)),
  grant: fc.option(fc.record({ pe, page: fc.option(page) })),
});

/** The same exchange on plain values, by someone who knows nothing of slots. */
function exchanged(before: Symmetric, pes: readonly number[], pages: readonly number[]): Symmetric {
  const to = (images: readonly number[]) => (each: number) => images[each] ?? each;
  const toPe = to(pes);
  const toPage = to(pages);
  const maybe = (each: number | null, image: (each: number) => number) =>
    each === null ? null : image(each);
  const after: Symmetric = {
    ...before,
    pes: [...before.pes],
    table: [...before.table],
    mail: before.mail.map(({ to: receiver, urgent }) => ({ to: toPe(receiver), urgent })),
    seen: FiniteSet.of(...[...before.seen].map(toPe)),
    grant:
      before.grant === null ? null : { pe: toPe(before.grant.pe), page: maybe(before.grant.page, toPage) },
  };
  before.pes.forEach(({ busy, page: on }, p) => {
    after.pes[toPe(p)] = { busy, page: maybe(on, toPage) };
  });
  before.table.forEach((owner, v) => {
    after.table[toPage(v)] = maybe(owner, toPe);
  });
  return after;
}

const ofThree = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];
const everyExchange = ofThree.flatMap((pes) =>
  [
    [0, 1],
    [1, 0],
  ].map((pages) => [pes, pages] as const),
);

function slotsOf(plain: Symmetric): Int32Array {
  const slots = new Int32Array(schema.layout.slots.length);
  schema.encode(plain, slots);
  return slots;
}

function canonical(plain: Symmetric): string {
  const least = new Int32Array(schema.layout.slots.length);
  canonicaliser.canonicalise(slotsOf(plain), least);
  return least.join();
}

describe("the group of two scalarsets", () => {
  test("has the permutations of both, and does to slots what they do to values", () => {
    expect(group.elements.length).toBe(everyExchange.length);
    fc.assert(
      fc.property(state, (plain) => {
        const image = new Int32Array(schema.layout.slots.length);
        const images = group.elements.map((element) => {
          permute(element, group.maps, slotsOf(plain), image);
          return image.join();
        });
        const expected = everyExchange.map(([pes, pages]) => slotsOf(exchanged(plain, pes, pages)).join());
        expect(images.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 300 },
    );
  });

  test("permutes rule instances as it permutes their parameters", () => {
    const images = group.elements.map(({ firing }) => Array.from(firing).join());
    // Instances of the one rule are numbered PE * 2 + page.
    const expected = everyExchange.map(([pes, pages]) =>
      [0, 1, 2, 3, 4, 5].map((each) => (pes[each >> 1] ?? 0) * 2 + (pages[each & 1] ?? 0)).join(),
    );
    expect(images.toSorted()).toEqual(expected.toSorted());
  });
});

describe("the canonical representative", () => {
  test("is the least image, and so the same for all of an orbit and for nothing else", () => {
    fc.assert(
      fc.property(state, state, (one, other) => {
        const orbit = everyExchange.map(([pes, pages]) => exchanged(one, pes, pages));
        const rows = orbit.map(slotsOf).toSorted(compareRows);
        for (const each of orbit) expect(canonical(each)).toBe(rows[0]?.join());
        const sameOrbit = rows.some((row) => row.join() === slotsOf(other).join());
        expect(canonical(other) === canonical(one)).toBe(sameOrbit);
      }),
      { numRuns: 300 },
    );
  });
});

function compareRows(one: Int32Array, other: Int32Array): number {
  const slot = one.findIndex((value, index) => value !== other[index]);
  return slot < 0 ? 0 : (one[slot] ?? 0) - (other[slot] ?? 0);
}
