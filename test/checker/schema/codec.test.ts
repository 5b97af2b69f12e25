import { describe, expect, test } from "vitest";
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
import type { Domain } from "../../../checker/schema/domain.ts";
import { DomainError } from "../../../checker/schema/domain-error.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { anySchemaOf } from "./arbitraries.ts";

const page = oneOf("A", "B");
const pe = record({ pc: int(0, 5), page });

describe("a value outside its domain is an error with field, value and domain", () => {
  const wrong: readonly (readonly [string, Domain, unknown, string])[] = [
    ["too large", int(0, 5), 7, "field f: value 7 is outside 0..5"],
    ["too small", int(0, 5), -1, "field f: value -1 is outside 0..5"],
    ["a fraction", int(0, 5), 0.5, "field f: value 0.5 is outside 0..5"],
    ["not a number", int(0, 5), Number.NaN, "field f: value NaN is outside 0..5"],
    ["a number as text", int(0, 5), "3", 'field f: value "3" is outside 0..5'],
    ["a bigint for an integer", int(0, 5), 3n, "field f: value 0x3 is outside 0..5"],
    ["1 for true", bool(), 1, "field f: value 1 is outside false, true"],
    ["an unknown name", page, "C", 'field f: value "C" is outside A, B'],
    ["null without option", page, null, "field f: value null is outside A, B"],
    ["undefined for null", option(page), undefined, "field f: value undefined is outside null or A, B"],
    ["a word not listed", word64({ among: [5n] }), 6n, "field f: value 0x6 is outside 0x5"],
    ["a negative word", word64(), -1n, "field f: value -0x1 is outside the 64-bit words (bigint)"],
    [
      "a word of 65 bits",
      word64(),
      2n ** 64n,
      "field f: value 0x10000000000000000 is outside the 64-bit words (bigint)",
    ],
    ["a number for a word", word64(), 5, "field f: value 5 is outside the 64-bit words (bigint)"],
    [
      "a strange member",
      setOf(page),
      FiniteSet.of("A", "C"),
      "field f: value {A, C} is outside the sets of A, B",
    ],
    ["an array for a set", setOf(page), ["A"], "field f: value [A] is outside the sets of A, B"],
    [
      "a set for an array",
      array(1, page),
      FiniteSet.of("A"),
      "field f: value {A} is outside the arrays of 1 elements",
    ],
    [
      "a queue too long",
      queue(1, page),
      ["A", "B"],
      "field f: value [A, B] is outside the queues of at most 1 elements",
    ],
    ["an array too short", array(2, page), ["A"], "field f: value [A] is outside the arrays of 2 elements"],
    ["a wrong element", array(2, page), ["A", "C"], 'field f[1]: value "C" is outside A, B'],
    ["a hole", array(2, page), Array(2), "field f[0]: value undefined is outside A, B"],
    ["a field of an element", array(1, pe), [{ pc: 9, page: "A" }], "field f[0].pc: value 9 is outside 0..5"],
    ["a missing field", pe, { pc: 0 }, "field f.page: value undefined is outside A, B"],
    [
      "an unknown field",
      pe,
      { pc: 0, page: "A", tlb: 1 },
      "field f.tlb: value 1 is outside the fields pc, page",
    ],
    ["an array for a record", record({}), [], "field f: value [] is outside the records of "],
    ["nothing for a record", pe, null, "field f: value null is outside the records of pc, page"],
  ];

  test.each(wrong)("%s", (_, domain, value, message) => {
    const schema = anySchemaOf(record({ f: domain }));
    const slots = new Int32Array(schema.layout.slots.length);
    expect(() => schema.encode({ f: value }, slots)).toThrow(new DomainError("f", 0, "").constructor);
    expect(() => schema.encode({ f: value }, slots)).toThrow(message);
    expect(() => schema.key({ f: value })).toThrow(message);
    expect(() => schema.checkChanged({ f: undefined }, { f: value })).toThrow(message);
    expect(() => Object.assign(schema.flyweight().root, { f: value })).toThrow(message);
  });

  test("the parts of the message are there for programs", () => {
    const schema = anySchemaOf(record({ pes: array(1, pe) }));
    try {
      schema.key({ pes: [{ pc: 7, page: "A" }] });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ name: "DomainError", path: "pes[0].pc", value: "7", domain: "0..5" });
    }
  });

  test("a huge value is cut", () => {
    const schema = anySchemaOf(record({ list: array(1, bool()) }));
    const list = Array.from({ length: 1000 }, () => true);
    expect(() => schema.key({ list })).toThrow(/^.{100,300}$/);
  });
});

test("-0 is the same state as 0", () => {
  const schema = anySchemaOf(record({ n: int(-1, 1) }));
  const slots = new Int32Array(1);
  schema.encode({ n: -0 }, slots);
  expect(schema.decode(slots)).toEqual({ n: 0 });
  expect(schema.key({ n: -0 })).toBe(schema.key({ n: 0 }));
});
