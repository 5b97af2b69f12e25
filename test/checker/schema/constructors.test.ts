import { describe, expect, expectTypeOf, test } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
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
import type { Infer } from "../../../checker/schema/domain.ts";
import type { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import type { Schema } from "../../../checker/schema/schema.ts";

describe("the type of a state is inferred from its domain", () => {
  test("exactly, with names as literals", () => {
    const page = oneOf("A", "B");
    const domain = record({
      pc: int(0, 5),
      on: bool(),
      page,
      pte: word64(),
      hit: option(page),
      cached: setOf(page),
      tlb: array(2, record({ page, pte: word64({ among: [0n, 1n] }) })),
      commands: queue(3, oneOf("tlbi", "sync")),
      bounded: array(3, (index) => int(0, index)),
    });
    interface State {
      pc: number;
      on: boolean;
      page: "A" | "B";
      pte: bigint;
      hit: "A" | "B" | null;
      cached: FiniteSet<"A" | "B">;
      tlb: { page: "A" | "B"; pte: bigint }[];
      commands: ("tlbi" | "sync")[];
      bounded: number[];
    }
    expectTypeOf<Infer<typeof domain>>().toEqualTypeOf<State>();
    expectTypeOf(schemaOf(domain)).toEqualTypeOf<Schema<State>>();
  });
});

describe("a domain that makes no sense is refused", () => {
  const refused: readonly (readonly [string, () => unknown, string])[] = [
    ["an empty range", () => int(3, 2), "int: 3..2 is empty"],
    ["a fraction", () => int(0, 0.5), "int: the bound 0.5 is not an integer of 32 bits"],
    ["a bound of 33 bits", () => int(0, 2 ** 31), "int: the bound 2147483648 is not an integer of 32 bits"],
    ["not a number", () => int(Number.NaN, 1), "int: the bound NaN is not an integer of 32 bits"],
    ["no names", () => oneOf(), "oneOf: no names"],
    ["an empty name", () => oneOf("a", ""), "oneOf: an empty name"],
    ["a name twice", () => oneOf("a", "b", "a"), 'oneOf: "a" is listed twice'],
    ["no words", () => word64({ among: [] }), "word64: `among` is empty"],
    ["a word twice", () => word64({ among: [5n, 5n] }), "word64: 0x5 is listed twice"],
    ["a negative word", () => word64({ among: [-1n] }), "word64: -0x1 does not fit into 64 bits"],
    [
      "a word of 65 bits",
      () => word64({ among: [2n ** 64n] }),
      "word64: 0x10000000000000000 does not fit into 64 bits",
    ],
    ["a set of too many values", () => setOf(int(0, 1024)), "setOf: 1025 values are too many"],
    ["a set of all words", () => setOf(word64()), "setOf: a domain of all 64-bit words is too many"],
    [
      "an option of an option",
      () => option(option(bool())),
      "option: an option of an option has two meanings of null",
    ],
    ["half an element", () => array(1.5, bool()), "array: the length 1.5 is not a natural number"],
    ["a negative capacity", () => queue(-1, bool()), "queue: the capacity -1 is not a natural number"],
    [
      "a field that is a number",
      () => record({ 7: bool() }),
      'record: the field name "7" is not an identifier',
    ],
    [
      "a field with a dot",
      () => record({ "a.b": bool() }),
      'record: the field name "a.b" is not an identifier',
    ],
  ];
  test.each(refused)("%s", (_, make, what) => {
    expect(make).toThrow(Diagnostic);
    expect(make).toThrow(what);
  });

  test("but the widest integers and sets of 1024 values are domains", () => {
    expect(int(-(2 ** 31), 2 ** 31 - 1).kind).toBe("int");
    expect(setOf(int(0, 1023)).kind).toBe("setOf");
    expect(array(0, bool()).items).toEqual([]);
  });
});
