import { constant, type Expression } from "../../../../model/index.ts";
import type { MemoryOperand, OperandReader } from "./operand-reader.ts";
import type { Operation } from "./operation.ts";
import { registerName, valueOf } from "./registers.ts";
import { compute, modified } from "./words.ts";

/** What an addressing mode means (Arm ARM C1.3.3): the address, and what becomes of the base register after the access. */
export interface Addressed {
  readonly address: Expression;
  readonly after: readonly Operation[];
}

/** All addressing modes: `[X1]`, `[X1,#8]`, `[X1,X2,LSL #3]`, `[X1,W2,SXTW]`, `[X1,#8]!`, `[X1],#8`. */
export function addressed(operands: OperandReader): Addressed {
  const memory = operands.memory();
  const base = valueOf(memory.base);
  const offset = offsetOf(memory);
  const moved = isZero(offset) ? base : compute("add", base, offset);
  switch (memory.writeback) {
    case null:
      return { address: moved, after: [] };
    case "before":
      // The register is changed after the access, which a fault leaves out: so the address is computed twice.
      return { address: moved, after: [writeback(memory, moved)] };
    case "after":
      return { address: base, after: [writeback(memory, moved)] };
  }
}

/** The modes of atomics, exclusives, acquires and releases: a base register alone. */
export function plainlyAddressed(operands: OperandReader): Expression {
  const memory = operands.memory();
  if (memory.writeback !== null || (memory.offset !== null && memory.offset !== 0n))
    throw operands.unsupported(
      `${operands.instruction.mnemonic} takes its address from one register`,
      "write [X1], and compute the address before",
    );
  return valueOf(memory.base);
}

function offsetOf({ offset, modifier }: MemoryOperand): Expression {
  if (offset === null) return constant(0n);
  if (typeof offset === "bigint") return constant(BigInt.asUintN(64, offset));
  return modified(valueOf(offset), modifier, 64);
}

const isZero = (offset: Expression): boolean => offset.op === "const" && offset.value === 0n;

const writeback = ({ base }: MemoryOperand, value: Expression): Operation => ({
  kind: "let",
  register: registerName(base),
  value,
});

/** Whether the access writes the register that its address comes from, which the architecture leaves open. */
export const changesItsBase = ({ after }: Addressed, written: string): boolean =>
  after.some((operation) => operation.kind === "let" && operation.register === written);
