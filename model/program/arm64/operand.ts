import { checkOperand } from "../../validate/arguments.ts";
import { constant, register, type Expression } from "../expression.ts";

/** Where an instruction stands and what it is called; both optional. */
export interface At {
  readonly source?: string;
  readonly label?: string;
  /** The kernel spelling, where it is not the default. */
  readonly kernel?: string;
}

/** A constant, a register by name, or an expression. */
export type Operand = bigint | string | Expression;

/**
 * A register by name, a constant, or an expression.
 *
 * @throws Diagnostic (kind "program") for anything else, a number for one
 */
export function operand(value: Operand): Expression {
  checkOperand(value);
  if (typeof value === "bigint") return constant(value);
  return typeof value === "string" ? register(value) : value;
}
