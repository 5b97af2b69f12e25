import type { BinaryOperator } from "../program/expression.ts";
import { text, word } from "./checks.ts";
import { programError, wrongValue, type Check, type Place } from "./place.ts";
import { variant, type Shape } from "./record.ts";

/** Deeper than this, an expression contains itself. */
const DEEPEST = 500;

const operators: Readonly<Record<BinaryOperator, true>> = {
  add: true,
  sub: true,
  and: true,
  andnot: true,
  or: true,
  xor: true,
  shl: true,
  shr: true,
  eq: true,
  ne: true,
};

/** A constant, a register, or an operator applied to two expressions. */
export const expression: Check = (value, place) => nested(value, place, 0);

function nested(value: unknown, place: Place, depth: number): void {
  if (depth > DEEPEST)
    throw programError(
      place.where.slice(0, 120),
      `an expression is nested deeper than ${DEEPEST}`,
      "it may contain itself",
      "compute a part of it into a register with mov()",
    );
  if (typeof value === "bigint")
    throw wrongValue(value, place, `${place.field} is an expression`, "write constant(...)");
  if (typeof value === "string")
    throw wrongValue(value, place, `${place.field} is an expression`, "write register(...)");
  const inner: Check = (part, where) => nested(part, where, depth + 1);
  const binary: Shape = { op: text, left: inner, right: inner };
  const shapes: Readonly<Record<string, Shape>> = {
    const: { op: text, value: word },
    register: { op: text, register: text },
    label: { op: text, label: text },
    ...Object.fromEntries(Object.keys(operators).map((op) => [op, binary])),
  };
  variant("an expression", "op", shapes, (_, field) => field)(value, place);
}
