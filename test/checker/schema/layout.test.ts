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
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { anySchemaOf } from "./arbitraries.ts";

function bitsOf(value: Domain): number[] {
  return anySchemaOf(record({ value })).layout.slots.map(({ bits }) => bits);
}

function codesOf(value: Domain, ...values: unknown[]): number[][] {
  const schema = anySchemaOf(record({ value }));
  return values.map((plain) => {
    const slots = new Int32Array(schema.layout.slots.length).fill(-1);
    schema.encode({ value: plain }, slots);
    return [...slots];
  });
}

describe("a scalar takes the bits that its domain needs", () => {
  test.each<readonly [string, Domain, number[]]>([
    ["an integer", int(-3, 4), [3]],
    ["one more value, one more bit", int(-3, 5), [4]],
    ["the widest integers", int(-(2 ** 31), 2 ** 31 - 1), [32]],
    ["an integer with one value", int(7, 7), [0]],
    ["one name", oneOf("on"), [0]],
    ["one word", word64({ among: [9n] }), [0]],
    ["a bool", bool(), [1]],
    ["three words", word64({ among: [9n, 5n, 7n] }), [2]],
    ["any word", word64(), [32, 32]],
    ["an option of one value", option(int(7, 7)), [1]],
    ["an option of four", option(int(0, 3)), [3]],
    ["an option of nearly all integers", option(int(0, 2 ** 31 - 1)), [1, 31]],
    ["an option of any word", option(word64()), [1, 32, 32]],
    ["a set of 30", setOf(int(1, 30)), [30]],
    ["a set of 31", setOf(int(1, 31)), [30, 1]],
    ["a queue", queue(3, bool()), [2, 1, 1, 1]],
    ["an empty queue", queue(0, bool()), [0]],
    ["elements of their own domains", array(3, (index) => int(0, index)), [0, 1, 2]],
  ])("%s", (_, domain, bits) => {
    expect(bitsOf(domain)).toEqual(bits);
  });
});

describe("equal states have equal slots", () => {
  test("an integer is counted from its lower bound, a name and a word by their places in the list", () => {
    expect(codesOf(int(-3, 4), -3, 4)).toEqual([[0], [7]]);
    expect(codesOf(oneOf("b", "a"), "b", "a")).toEqual([[0], [1]]);
    expect(codesOf(word64({ among: [9n, 5n] }), 9n, 5n)).toEqual([[0], [1]]);
  });

  test("null is 0, and so is everything inside an option that is null", () => {
    expect(codesOf(option(oneOf("a", "b")), null, "a")).toEqual([[0], [1]]);
    expect(codesOf(option(record({ n: int(0, 7) })), null, { n: 5 })).toEqual([
      [0, 0],
      [1, 5],
    ]);
  });

  test("a word is its low half, then its high half", () => {
    expect(codesOf(word64(), 0x1_ffff_ffffn)).toEqual([[-1, 1]]);
  });

  test("a set is a mask in the order of its values, and a queue is 0 beyond its length", () => {
    expect(codesOf(setOf(oneOf("b", "a")), FiniteSet.of("b"), FiniteSet.of("a"))).toEqual([[2], [1]]);
    expect(codesOf(queue(2, int(0, 7)), [5], [])).toEqual([
      [1, 5, 0],
      [0, 0, 0],
    ]);
  });
});

describe("rows are packed", () => {
  test("a slot lies within one word, and goes back to fill a word left open", () => {
    const { layout } = schemaOf(
      record({ a: int(0, 2 ** 20 - 1), b: int(0, 2 ** 20 - 1), c: int(0, 2 ** 12 - 1) }),
    );
    expect(layout.words).toBe(2);
    expect(layout.slots.map(({ path, word, shift }) => ({ path, word, shift }))).toEqual([
      { path: "a", word: 0, shift: 0 },
      { path: "b", word: 1, shift: 0 },
      { path: "c", word: 0, shift: 20 },
    ]);
  });

  test("a row has a word even where there is nothing to say", () => {
    expect(schemaOf(record({})).layout.words).toBe(1);
  });

  test("slots know their fields", () => {
    const { layout } = schemaOf(record({ pes: array(2, record({ pc: int(0, 3), q: queue(1, bool()) })) }));
    const paths = ["pes[0].pc", "pes[0].q", "pes[0].q[0]", "pes[1].pc", "pes[1].q", "pes[1].q[0]"];
    expect(layout.slots.map(({ path }) => path)).toEqual(paths);
  });
});
