import { printFault, printPlace, printValue } from "./print-value.ts";
import type { Place, Proposition, Value } from "./syntax.ts";

/** How tightly an operator binds: `~` before `=>` before `/\` before `\/`. */
const strength = { or: 1, and: 2, implies: 3, not: 4 } as const;
const sign = { or: "\\/", and: "/\\", implies: "=>" } as const;

/** A proposition with no more parentheses than it needs. */
export function printProposition(proposition: Proposition): string {
  return print(proposition, strength.or);
}

/** In parentheses where it binds less tightly than `least`. */
function print(proposition: Proposition, least: number): string {
  switch (proposition.kind) {
    case "constant":
      return `${proposition.value}`;
    case "fault":
      return printFault(proposition);
    case "equals":
      return `${printSide(proposition.left)}${proposition.negated ? "!=" : "="}${printSide(proposition.right)}`;
    case "not":
      return `~${print(proposition.of, strength.not)}`;
    case "and":
    case "or":
    case "implies":
      return printBinary(proposition.kind, proposition.left, proposition.right, least);
  }
}

/** `=>` binds to the right, the others to the left. */
function printBinary(kind: keyof typeof sign, left: Proposition, right: Proposition, least: number): string {
  const own = strength[kind];
  const first = print(left, kind === "implies" ? own + 1 : own);
  const second = print(right, kind === "implies" ? own : own + 1);
  const text = `${first} ${sign[kind]} ${second}`;
  return own < least ? `(${text})` : text;
}

/** A variable in brackets is its content; without them it would be an address on the right. */
function printSide(side: Place | Value): string {
  switch (side.kind) {
    case "register":
      return printPlace(side);
    case "variable":
    case "pte":
      return `[${printPlace(side)}]`;
    default:
      return printValue(side);
  }
}
