import { constant, register, type Expression } from "../../../../model/index.ts";
import { FLAGS } from "./registers.ts";
import { compute, not, truncated, type Width } from "./words.ts";

/*
 * Condition flags, Arm ARM C6.2 and shared/functions/integer/AddWithCarry: one word, N Z C V from bit 3 to bit 0. Carry
 * and overflow are read off the top bits of the operands and of the result.
 */

const topBit = (value: Expression, width: Width): Expression =>
  compute("and", compute("shr", value, constant(width - 1)), constant(1n));

function packed(n: Expression, z: Expression, c: Expression, v: Expression): Expression {
  const at = (flag: Expression, bit: number): Expression => compute("shl", flag, constant(bit));
  return compute("or", compute("or", at(n, 3), at(z, 2)), compute("or", at(c, 1), v));
}

/** The flags of ANDS, BICS and TST. */
export const flagsOfResult = (result: Expression, width: Width): Expression =>
  packed(topBit(result, width), not(result), constant(0n), constant(0n));

/** The flags of ADDS and CMN. */
export function flagsOfSum(left: Expression, right: Expression, width: Width): Expression {
  const sum = truncated(compute("add", left, right), width);
  const carry = compute(
    "or",
    compute("and", left, right),
    compute("andnot", compute("or", left, right), sum),
  );
  const overflow = compute("and", compute("xor", left, sum), compute("xor", right, sum));
  return packed(topBit(sum, width), not(sum), topBit(carry, width), topBit(overflow, width));
}

/** The flags of SUBS and CMP. C means that nothing was borrowed. */
export function flagsOfDifference(left: Expression, right: Expression, width: Width): Expression {
  const difference = truncated(compute("sub", left, right), width);
  const borrow = compute(
    "or",
    compute("andnot", right, left),
    compute("andnot", difference, compute("xor", left, right)),
  );
  const overflow = compute("and", compute("xor", left, right), compute("xor", left, difference));
  return packed(
    topBit(difference, width),
    not(compute("xor", left, right)),
    not(topBit(borrow, width)),
    topBit(overflow, width),
  );
}

const flag = (bit: number): Expression =>
  compute("and", compute("shr", register(FLAGS), constant(bit)), constant(1n));
const [V, C, Z, N] = [flag(0), flag(1), flag(2), flag(3)];
const both = (one: Expression, other: Expression): Expression => compute("and", one, other);
const GE = compute("eq", N, V);

const CONDITIONS: Readonly<Record<string, Expression>> = {
  EQ: Z,
  NE: not(Z),
  CS: C,
  HS: C,
  CC: not(C),
  LO: not(C),
  MI: N,
  PL: not(N),
  VS: V,
  VC: not(V),
  HI: both(C, not(Z)),
  LS: not(both(C, not(Z))),
  GE,
  LT: not(GE),
  GT: both(GE, not(Z)),
  LE: not(both(GE, not(Z))),
};

/** The conditions that branches and selects know. */
export const conditions: readonly string[] = Object.keys(CONDITIONS);

/** A condition by its name: an expression over the flags that is 1 where it holds; null for one that does not exist. */
export const conditionNamed = (name: string): Expression | null => CONDITIONS[name.toUpperCase()] ?? null;
