import * as fc from "fast-check";
import {
  array,
  bool,
  int,
  oneOf,
  option,
  queue,
  record,
  setOf,
  word64,
} from "../../../checker/schema/constructors.ts";
import type { Domain, RecordDomain, Fields, ScalarDomain } from "../../../checker/schema/domain.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import type { Schema } from "../../../checker/schema/schema.ts";

/** A schema whose state type is not known when the test is compiled. */
export function anySchemaOf(domain: RecordDomain<Fields>): Schema<object> {
  return schemaOf(domain);
}

const word = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

/** Integer domains: mostly small, some as wide as they get, some with one value. */
const ints = fc
  .oneof(
    fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })),
    fc.tuple(fc.integer(), fc.integer()),
    fc.constant([-(2 ** 31), 2 ** 31 - 1] as const),
    fc.constant([-(2 ** 31), -2] as const),
  )
  .map(([a, b]) => int(Math.min(a, b), Math.max(a, b)));

// Names that look like other values, or like two, are the ones that a text could confuse.
const names = fc
  .uniqueArray(fc.constantFrom("B", "A", "null", "true", "7", "a, b", "a,b", "a", "b", "é", '"'), {
    minLength: 1,
  })
  .map((list) => oneOf(...list));

const words = fc
  .uniqueArray(fc.oneof(word, fc.constantFrom(0n, 7n)), { minLength: 1, maxLength: 5 })
  .map((among) => word64({ among }));

const setElements: fc.Arbitrary<ScalarDomain> = fc.oneof(
  fc.tuple(fc.integer({ min: -70, max: 70 }), fc.nat(70)).map(([lo, more]) => int(lo, lo + more)),
  names,
  words,
  fc.constant(bool()),
);

const fieldName = fc.constantFrom("pc", "pes", "length", "constructor", "toString", "_x", "$");

const { domain } = fc.letrec<{ domain: Domain; record: RecordDomain<Fields> }>((tie) => ({
  domain: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    ints,
    fc.constant(bool()),
    names,
    words,
    fc.constant(word64()),
    setElements.map(setOf),
    tie("domain")
      .filter(({ kind }) => kind !== "option")
      .map(option),
    fc.tuple(fc.nat(3), tie("domain")).map(([capacity, of]) => queue(capacity, of)),
    fc.tuple(fc.nat(3), tie("domain")).map(([length, of]) => array(length, of)),
    fc
      .array(ints, { maxLength: 3 })
      .map((items) => array(items.length, (index) => items[index] ?? int(0, 0))),
    tie("record"),
  ),
  record: fc.dictionary(fieldName, tie("domain"), { maxKeys: 4, noNullPrototype: true }).map(record),
}));

/** States as models have them: records of anything. */
export const states = fc
  .dictionary(fieldName, domain, { minKeys: 1, maxKeys: 4, noNullPrototype: true })
  .map(record);

/** Plain values of a domain. */
export function valueOf(of: Domain): fc.Arbitrary<unknown> {
  switch (of.kind) {
    case "int":
      return fc.oneof(fc.integer({ min: of.lo, max: of.hi }), fc.constantFrom(of.lo, of.hi));
    case "bool":
      return fc.boolean();
    case "oneOf":
      return fc.constantFrom(...of.names);
    case "word64":
      return of.among === null
        ? fc.oneof(word, fc.constantFrom(0n, 2n ** 64n - 1n))
        : fc.constantFrom(...of.among);
    case "option":
      return fc.option(valueOf(of.of), { freq: 2 });
    case "setOf":
      return fc.array(valueOf(of.of), { maxLength: 8 }).map((members) => FiniteSet.of(...members));
    case "queue":
      return fc.array(valueOf(of.of), { maxLength: of.capacity });
    case "array":
      return fc.tuple(...of.items.map(valueOf));
    case "record":
      return fc.record(
        Object.fromEntries(Object.entries(of.fields).map(([name, field]) => [name, valueOf(field)])),
        {
          noNullPrototype: true,
        },
      );
  }
}

/** Plain states: values of a record, for a schema whose state type is `object`. */
export function stateOf(domain: RecordDomain<Fields>): fc.Arbitrary<object> {
  return valueOf(domain).filter((value): value is object => typeof value === "object" && value !== null);
}

/** A value that no domain here has. */
export const nonsense: fc.Arbitrary<unknown> = fc.constantFrom(
  undefined,
  Number.NaN,
  0.5,
  2 ** 31,
  -1n,
  2n ** 64n,
  "nonsense",
  {},
  { nonsense: 1 },
  [1, 2, 3, 4, 5],
  FiniteSet.of("nonsense"),
);

/** A domain with two of its states. */
export const withStates = states.chain((domain) =>
  fc.record({ domain: fc.constant(domain), state: stateOf(domain), other: stateOf(domain) }),
);
