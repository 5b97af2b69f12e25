import { expression } from "./expression.ts";
import { string, text } from "./checks.ts";
import { describeValue, programError, type Check } from "./place.ts";
import { optional, record, type Optional } from "./record.ts";

/** Checks what a constructor of instructions is called with; `name` is the constructor. */
export function checkArgument(name: string, field: string, value: unknown, check: Check): void {
  check(value, { where: `${name}()`, field });
}

/** Checks a register, a label or another name. */
export const checkText = (name: string, field: string, value: unknown): void =>
  checkArgument(name, field, value, text);

const located = { source: optional(text), label: optional(string), kernel: optional(text) };

/** Checks the last argument of a constructor: where the instruction stands, and what is particular to it. */
export function checkOptions(
  name: string,
  given: unknown,
  own: Readonly<Record<string, Optional>> = {},
): void {
  checkArgument(
    name,
    "the last argument",
    given,
    record("an object", { ...located, ...own }, () => ""),
  );
}

/** Checks the last argument of a constructor whose label is an argument of its own. */
export function checkUnlabelledOptions(name: string, given: unknown): void {
  const { source, kernel } = located;
  checkArgument(
    name,
    "the last argument",
    given,
    record("an object", { source, kernel }, () => ""),
  );
}

/** Checks an operand: a constant, a register by name, or an expression. */
export function checkOperand(value: unknown): void {
  const why = "an operand is a constant (a bigint), a register (its name), or an expression";
  if (typeof value === "number" && Number.isSafeInteger(value))
    throw programError("operand", `the operand is ${value}, a number: write ${value}n`, why);
  if (typeof value === "bigint" || (typeof value === "string" && value !== "")) return;
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return expression(value, { where: "", field: "the operand" });
  throw programError(
    "operand",
    `the operand is ${describeValue(value)}`,
    why,
    'write 5n, "x0", or binary("add", register("x0"), constant(8n))',
  );
}
