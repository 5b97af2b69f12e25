import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  apply,
  binary,
  constant,
  evaluate,
  register,
  registersOf,
  type BinaryOperator,
  type Expression,
} from "../../../model/program/expression.ts";

const word = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** What each operator means, on integers of any size. */
const meaning: Readonly<Record<BinaryOperator, (a: bigint, b: bigint) => bigint>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  and: (a, b) => a & b,
  andnot: (a, b) => a & ~b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: (a, b) => a << (b % 64n),
  shr: (a, b) => a >> (b % 64n),
  eq: (a, b) => (a === b ? 1n : 0n),
  ne: (a, b) => (a === b ? 0n : 1n),
};

const operators: readonly BinaryOperator[] = [
  "add",
  "sub",
  "and",
  "andnot",
  "or",
  "xor",
  "shl",
  "shr",
  "eq",
  "ne",
];

describe("expressions", () => {
  for (const operator of operators)
    test(`${operator} is the operation of a 64-bit register`, () => {
      const shift = fc.oneof(word, fc.bigInt({ min: 0n, max: 130n }));
      fc.assert(
        fc.property(word, shift, (a, b) => {
          expect(apply(operator, a, b)).toBe(u64(meaning[operator](a, b)));
          expect(apply(operator, a, a)).toBe(u64(meaning[operator](a, a)));
        }),
      );
    });

  test("arithmetic wraps around at 64 bits", () => {
    const all = (1n << 64n) - 1n;
    expect(apply("add", all, 1n)).toBe(0n);
    expect(apply("sub", 0n, 1n)).toBe(all);
    expect(apply("shl", 1n << 63n, 1n)).toBe(0n);
    expect(apply("shl", 1n, 64n)).toBe(1n);
    expect(apply("andnot", all, 1n)).toBe(all - 1n);
  });

  test("a constant is a word, negative or too large as it is written", () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(evaluate(constant(value), () => null)).toBe(u64(value));
      }),
    );
    expect(evaluate(constant(-1), () => null)).toBe((1n << 64n) - 1n);
  });

  test("the value is unknown while a register that it reads is, even where it would not matter", () => {
    const zero = binary("xor", register("r1"), register("r1"));
    expect(evaluate(zero, () => null)).toBeNull();
    expect(evaluate(zero, () => 5n)).toBe(0n);
    const masked = binary("and", constant(0n), register("r1"));
    expect(evaluate(masked, () => null)).toBeNull();
  });

  const expression: fc.Arbitrary<Expression> = fc.letrec<{ e: Expression }>((tie) => ({
    e: fc.oneof(
      { maxDepth: 4 },
      word.map((value) => constant(value)),
      fc.constantFrom("a", "b", "c").map((name) => register(name)),
      fc.tuple(fc.constantFrom(...operators), tie("e"), tie("e")).map(([op, l, r]) => binary(op, l, r)),
    ),
  })).e;

  test("it reads exactly the registers that it names, and is known when they are", () => {
    fc.assert(
      fc.property(expression, word, (e, value) => {
        const read = new Set<string>();
        const result = evaluate(e, (name) => {
          read.add(name);
          return value;
        });
        expect(read).toEqual(registersOf(e));
        expect(result).toBe(u64(result ?? -1n));
      }),
    );
  });
});
