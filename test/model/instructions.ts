import { binary, constant, register, type Expression } from "../../model/program/expression.ts";
import type { Branch, Choose, Let, Rmw } from "../../model/program/instruction.ts";

type Operand = bigint | string | Expression;

const operand = (value: Operand): Expression => {
  if (typeof value === "bigint") return constant(value);
  return typeof value === "string" ? register(value) : value;
};

/** An atomic; `to` null is the ST<op> form. */
export const rmw = (
  operation: Rmw["operation"],
  to: string | null,
  value: Operand,
  address: Operand,
  more: Partial<Pick<Rmw, "acquire" | "release" | "compare" | "label">> = {},
): Rmw => ({
  kind: "rmw",
  operation,
  register: to,
  address: operand(address),
  value: operand(value),
  acquire: false,
  release: false,
  kernel: `${operation} ${to ?? "xzr"}`,
  ...more,
});

export const compute = (to: string, value: Operand): Let => ({
  kind: "let",
  register: to,
  value: operand(value),
  kernel: `let ${to}`,
});

/** Branches when the register is not 0. */
export const cbnz = (condition: Operand | null, to: string, bound?: number): Branch => ({
  kind: "branch",
  condition: condition === null ? null : operand(condition),
  to,
  kernel: `cbnz ${to}`,
  ...(bound === undefined ? {} : { bound }),
});

/** Branches when the register is 0. */
export const cbz = (condition: string, to: string, bound?: number): Branch => ({
  ...cbnz(binary("eq", register(condition), constant(0n)), to, bound),
  kernel: `cbz ${condition}, ${to}`,
});

export const choose = (to: string, ...among: readonly bigint[]): Choose => ({
  kind: "choose",
  register: to,
  among,
  kernel: `choose ${to}`,
});

/** The address, with a dependency on a register that does not change it. */
export const after = (address: bigint, on: string): Expression =>
  binary("add", constant(address), binary("xor", register(on), register(on)));
