import { registersOf, type Expression } from "./expression.ts";
import type { Instruction } from "./instruction.ts";

/** The expressions an instruction evaluates, from left to right. */
export function expressionsOf(instruction: Instruction): readonly Expression[] {
  const found: Expression[] = [];
  rebuilt(instruction, (expression) => {
    found.push(expression);
    return expression;
  });
  return found;
}

/** The instruction with each of its expressions replaced; the same one where nothing is. */
export function mapExpressions(
  instruction: Instruction,
  map: (expression: Expression) => Expression,
): Instruction {
  const isKept = expressionsOf(instruction).every((expression) => map(expression) === expression);
  return isKept ? instruction : rebuilt(instruction, map);
}

function rebuilt(instruction: Instruction, map: (expression: Expression) => Expression): Instruction {
  switch (instruction.kind) {
    case "load":
    case "await":
    case "speculate":
    case "dc":
    case "clflush":
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
    case "iotlb-invalidate":
      return { ...instruction, iova: instruction.iova === null ? null : map(instruction.iova) };
    case "choose":
    case "wbinvd":
    case "fence":
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
    case "dc":
    case "clflush":
      return instruction.address;
    default:
      return null;
  }
}
