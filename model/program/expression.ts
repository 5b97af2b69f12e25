import { bigint } from "../validate/checks.ts";

/** Register expressions: pure functions of 64-bit words. A `Word` is a bigint in 0..2^64-1. */
export type Expression =
  | { readonly op: "const"; readonly value: bigint }
  | { readonly op: "register"; readonly register: string }
  /** The address of the instruction with a label (ADR). Only ELR_EL1 makes use of it. */
  | { readonly op: "label"; readonly label: string }
  | { readonly op: BinaryOperator; readonly left: Expression; readonly right: Expression };

/** `eq` and `ne` give 1 or 0; `andnot` is `left & ~right` (BIC); shifts take their amount modulo 64. */
export type BinaryOperator = "add" | "sub" | "and" | "andnot" | "or" | "xor" | "shl" | "shr" | "eq" | "ne";

const word = (value: bigint): bigint => BigInt.asUintN(64, value);

/**
 * A constant, modulo 2^64.
 *
 * @throws Diagnostic (kind "program") for what is not a whole number
 */
export function constant(value: bigint | number): Expression {
  if (!Number.isSafeInteger(value)) bigint(value, { where: "constant()", field: "the value" });
  return { op: "const", value: word(BigInt(value)) };
}

/** The value of a register. */
export const register = (name: string): Expression => ({ op: "register", register: name });

/** An operator applied to two expressions. */
export const binary = (op: BinaryOperator, left: Expression, right: Expression): Expression => ({
  op,
  left,
  right,
});

/** Applies an operator to two words. */
export function apply(op: BinaryOperator, left: bigint, right: bigint): bigint {
  switch (op) {
    case "add":
      return word(left + right);
    case "sub":
      return word(left - right);
    case "and":
      return left & right;
    case "andnot":
      return left & word(~right);
    case "or":
      return left | right;
    case "xor":
      return left ^ right;
    case "shl":
      return word(left << (right & 63n));
    case "shr":
      return left >> (right & 63n);
    case "eq":
      return left === right ? 1n : 0n;
    case "ne":
      return left === right ? 0n : 1n;
  }
}

/** The value of an expression, or null where a register has none yet. */
export function evaluate(expression: Expression, read: (register: string) => bigint | null): bigint | null {
  switch (expression.op) {
    case "const":
      return expression.value;
    case "register":
      return read(expression.register);
    case "label":
      // Resolved when a program is linked.
      return null;
    default: {
      const left = evaluate(expression.left, read);
      if (left === null) return null;
      const right = evaluate(expression.right, read);
      return right === null ? null : apply(expression.op, left, right);
    }
  }
}

/** The registers an expression reads: its dependencies. `x ^ x` depends on x, as in hardware. */
export function registersOf(expression: Expression): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (e: Expression): void => {
    if (e.op === "register") found.add(e.register);
    else if (e.op !== "const" && e.op !== "label") {
      visit(e.left);
      visit(e.right);
    }
  };
  visit(expression);
  return found;
}
