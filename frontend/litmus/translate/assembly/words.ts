import { binary, constant, type BinaryOperator, type Expression } from "../../../../model/index.ts";
import { apply } from "../../../../model/program/expression.ts";
import type { Modifier } from "../../syntax.ts";

export type Width = 32 | 64;

const mask = (bits: number): bigint => (1n << BigInt(bits)) - 1n;

/** An operator applied to two expressions; constants are computed at once. */
export function compute(op: BinaryOperator, left: Expression, right: Expression): Expression {
  if (left.op === "const" && right.op === "const") return constant(apply(op, left.value, right.value));
  return binary(op, left, right);
}

/** The low half of a word, for W registers. */
export const truncated = (value: Expression, width: Width): Expression =>
  width === 64 ? value : compute("and", value, constant(mask(32)));

/** 1 for 0 and 0 for everything else. */
export const not = (condition: Expression): Expression => compute("eq", condition, constant(0n));

/** All bits of a register turned. */
export const inverted = (value: Expression, width: Width): Expression =>
  compute("xor", value, constant(mask(width)));

/** The low `bits` bits of a word as a signed number. */
function signExtended(value: Expression, bits: number): Expression {
  if (bits === 64) return value;
  const sign = constant(1n << BigInt(bits - 1));
  return compute("sub", compute("xor", compute("and", value, constant(mask(bits))), sign), sign);
}

/** `value` as the extension of an operand changes it: `SXTW #2`, `UXTB`. */
function extended(value: Expression, { operator, amount }: Modifier): Expression {
  const bits = { B: 8, H: 16, W: 32, X: 64 }[operator.slice(-1)] ?? 64;
  const part =
    operator.startsWith("S") || bits === 64
      ? signExtended(value, bits)
      : compute("and", value, constant(mask(bits)));
  return compute("shl", part, constant(amount ?? 0));
}

/** A shift of a register of `width` bits; the amount is taken modulo the width. */
export function shifted(
  operator: string,
  value: Expression,
  by: Expression,
  width: Width,
): Expression | null {
  const amount = compute("and", by, constant(BigInt(width - 1)));
  switch (operator) {
    case "LSL":
      return truncated(compute("shl", value, amount), width);
    case "LSR":
      return compute("shr", value, amount);
    case "ASR": {
      // The sign bit, where the shift takes it, fills what is above it.
      const sign = compute("shr", constant(1n << BigInt(width - 1)), amount);
      const moved = compute("shr", value, amount);
      return truncated(compute("sub", compute("xor", moved, sign), sign), width);
    }
    case "ROR": {
      const rest = compute(
        "and",
        compute("sub", constant(BigInt(width)), amount),
        constant(BigInt(width - 1)),
      );
      return truncated(compute("or", compute("shr", value, amount), compute("shl", value, rest)), width);
    }
    default:
      return null;
  }
}

/** An operand as its modifier changes it. */
export function modified(value: Expression, modifier: Modifier | null, width: Width): Expression {
  if (modifier === null) return value;
  return (
    shifted(modifier.operator, value, constant(modifier.amount ?? 0), width) ??
    truncated(extended(value, modifier), width)
  );
}
