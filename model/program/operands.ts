import { registersOf, type Expression } from "./expression.ts";
import type { Instruction } from "./instruction.ts";

/** The expressions an instruction evaluates. */
export function expressionsOf(instruction: Instruction): readonly Expression[] {
  switch (instruction.kind) {
    case "load":
    case "await":
    case "speculate":
      return [instruction.address];
    case "store":
    case "store-exclusive":
      return [instruction.address, instruction.value];
    case "rmw":
      return [
        instruction.address,
        instruction.value,
        ...(instruction.compare === undefined ? [] : [instruction.compare]),
      ];
    case "let":
      return [instruction.value];
    case "select":
      return [instruction.condition, instruction.yes, instruction.no];
    case "branch":
      return instruction.condition === null ? [] : [instruction.condition];
    case "tlbi":
      return instruction.va === null ? [] : [instruction.va];
    case "choose":
    case "dmb":
    case "dsb":
    case "isb":
    case "lock":
    case "unlock":
    case "send-ipi":
    case "take-ipi":
    case "svc":
    case "eret":
    case "mark":
      return [];
  }
}

/** The instruction with each of its expressions replaced; the same one where nothing is. */
export function mapExpressions(
  instruction: Instruction,
  map: (expression: Expression) => Expression,
): Instruction {
  const before = expressionsOf(instruction);
  if (before.every((expression) => map(expression) === expression)) return instruction;
  switch (instruction.kind) {
    case "load":
    case "await":
    case "speculate":
      return { ...instruction, address: map(instruction.address) };
    case "store":
    case "store-exclusive":
      return { ...instruction, address: map(instruction.address), value: map(instruction.value) };
    case "rmw":
      return {
        ...instruction,
        address: map(instruction.address),
        value: map(instruction.value),
        ...(instruction.compare === undefined ? {} : { compare: map(instruction.compare) }),
      };
    case "let":
      return { ...instruction, value: map(instruction.value) };
    case "select":
      return {
        ...instruction,
        condition: map(instruction.condition),
        yes: map(instruction.yes),
        no: map(instruction.no),
      };
    case "branch":
      return {
        ...instruction,
        condition: instruction.condition === null ? null : map(instruction.condition),
      };
    case "tlbi":
      return { ...instruction, va: instruction.va === null ? null : map(instruction.va) };
    case "choose":
    case "dmb":
    case "dsb":
    case "isb":
    case "lock":
    case "unlock":
    case "send-ipi":
    case "take-ipi":
    case "svc":
    case "eret":
    case "mark":
      return instruction;
  }
}

/** The registers an instruction reads. */
export const registersRead = (instruction: Instruction): ReadonlySet<string> =>
  new Set(expressionsOf(instruction).flatMap((expression) => [...registersOf(expression)]));

/** The address of an access, or null for other instructions. */
export function addressExpression(instruction: Instruction): Expression | null {
  switch (instruction.kind) {
    case "load":
    case "store":
    case "store-exclusive":
    case "rmw":
    case "await":
    case "speculate":
      return instruction.address;
    default:
      return null;
  }
}
