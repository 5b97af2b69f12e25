import { constant, register, type BinaryOperator, type Expression } from "../../../../model/index.ts";
import { flagsOfDifference, flagsOfResult, flagsOfSum } from "./flags.ts";
import type { OperandReader } from "./operand-reader.ts";
import type { Family, Operation, Translator } from "./operation.ts";
import { ELR } from "../../../../model/program/program.ts";
import { FLAGS, NOWHERE, registerName, valueOf } from "./registers.ts";
import { compute, inverted, modified, shifted, truncated, type Width } from "./words.ts";

/** Moves, arithmetic, logic, shifts and comparisons. */
export const arithmetic: Family = (mnemonic) => translators[mnemonic] ?? null;

export const arithmeticMnemonics = (): readonly string[] => Object.keys(translators);

const assign = (target: string, value: Expression): Operation => ({ kind: "let", register: target, value });

/** What an operation on two operands gives, and the flags it sets. */
interface Operator {
  readonly result: (left: Expression, right: Expression, width: Width) => Expression;
  readonly flags: (left: Expression, right: Expression, width: Width) => Expression;
}

function logic(op: BinaryOperator, rightIs: "plain" | "inverted" = "plain"): Operator {
  const result = (left: Expression, right: Expression, width: Width): Expression =>
    compute(op, left, rightIs === "plain" ? right : inverted(right, width));
  return { result, flags: (left, right, width) => flagsOfResult(result(left, right, width), width) };
}

const ADD: Operator = {
  result: (left, right, width) => truncated(compute("add", left, right), width),
  flags: flagsOfSum,
};
const SUB: Operator = {
  result: (left, right, width) => truncated(compute("sub", left, right), width),
  flags: flagsOfDifference,
};
const AND = logic("and");
const BIC = logic("andnot");

/** `ADD X0,X1,X2,LSL #3`. The flags are computed first: the result may go to one of the operands. */
const threeOperands =
  ({ result, flags }: Operator, setsFlags: boolean): Translator =>
  (operands) => {
    const target = operands.register();
    const left = valueOf(operands.register());
    const right = operands.value(target.bits);
    const value = assign(registerName(target), result(left, right, target.bits));
    return setsFlags ? [assign(FLAGS, flags(left, right, target.bits)), value] : [value];
  };

/** `CMP X0,#1`: flags alone. */
const comparison =
  ({ flags }: Operator): Translator =>
  (operands) => {
    const first = operands.register();
    return [assign(FLAGS, flags(valueOf(first), operands.value(first.bits), first.bits))];
  };

/** `NEG X0,X1`, `MVN X0,X1`: the left operand is the zero register. */
const oneOperand =
  ({ result, flags }: Operator, setsFlags: boolean): Translator =>
  (operands) => {
    const target = operands.register();
    const right = operands.value(target.bits);
    const value = assign(registerName(target), result(constant(0n), right, target.bits));
    return setsFlags ? [assign(FLAGS, flags(constant(0n), right, target.bits)), value] : [value];
  };

const shift =
  (operator: string): Translator =>
  (operands) => {
    const target = operands.register();
    const value = valueOf(operands.register());
    const result = shifted(operator, value, operands.value(target.bits), target.bits);
    return result === null ? [] : [assign(registerName(target), result)];
  };

const extension =
  (operator: string): Translator =>
  (operands) => {
    const target = operands.register();
    const value = modified(valueOf(operands.register()), { operator, amount: null }, target.bits);
    return [assign(registerName(target), value)];
  };

const move: Translator = (operands) => {
  const target = operands.register();
  return [assign(registerName(target), truncated(operands.value(target.bits), target.bits))];
};

const moveNot: Translator = (operands) => {
  const target = operands.register();
  return [assign(registerName(target), inverted(operands.value(target.bits), target.bits))];
};

/** MOVK: 16 bits change, the others stay. */
const moveKeep: Translator = (operands) => {
  const target = operands.register();
  const [value, by] = immediateAt(operands);
  const kept = compute("andnot", valueOf(target), constant(0xffffn << by));
  return [assign(registerName(target), compute("or", kept, constant(value << by)))];
};

function immediateAt(operands: OperandReader): readonly [value: bigint, by: bigint] {
  const value = operands.immediate();
  const modifier = operands.modifier();
  if (modifier !== null && modifier.operator !== "LSL")
    throw operands.unsupported(`${modifier.operator} does not go with a number`, "there is: LSL");
  return [BigInt.asUintN(16, value), BigInt(modifier?.amount ?? 0)];
}

/** `MSR ELR_EL1,X9`: where the ERET of a handler goes. */
const writeSystemRegister: Translator = (operands) => {
  const name = systemRegister(operands);
  return [assign(name, valueOf(operands.register()))];
};

/** `MRS X9,ELR_EL1`: in a handler, the instruction that faulted. */
const readSystemRegister: Translator = (operands) => {
  const target = operands.register();
  return [assign(registerName(target), register(systemRegister(operands)))];
};

function systemRegister(operands: OperandReader): string {
  const name = operands.symbol("a system register");
  if (name === ELR) return name;
  throw operands.unsupported(`the system register ${name} is not supported`, `there is: ${ELR}`);
}

/** `ADR X9,L0`: the address of a label. */
const addressOfLabel: Translator = (operands) => {
  const target = operands.register();
  return [assign(registerName(target), { op: "label", label: operands.label() })];
};

/** Nothing at all; it is there for the labels it carries. */
const nothing: Translator = () => [assign(NOWHERE, constant(0n))];

const translators: Readonly<Record<string, Translator>> = {
  MOV: move,
  MOVZ: move,
  MOVN: moveNot,
  MOVK: moveKeep,
  MVN: moveNot,
  ADD: threeOperands(ADD, false),
  ADDS: threeOperands(ADD, true),
  SUB: threeOperands(SUB, false),
  SUBS: threeOperands(SUB, true),
  AND: threeOperands(AND, false),
  ANDS: threeOperands(AND, true),
  BIC: threeOperands(BIC, false),
  BICS: threeOperands(BIC, true),
  ORR: threeOperands(logic("or"), false),
  ORN: threeOperands(logic("or", "inverted"), false),
  EOR: threeOperands(logic("xor"), false),
  EON: threeOperands(logic("xor", "inverted"), false),
  NEG: oneOperand(SUB, false),
  NEGS: oneOperand(SUB, true),
  CMP: comparison(SUB),
  CMN: comparison(ADD),
  TST: comparison(AND),
  LSL: shift("LSL"),
  LSR: shift("LSR"),
  ASR: shift("ASR"),
  ROR: shift("ROR"),
  UXTB: extension("UXTB"),
  UXTH: extension("UXTH"),
  UXTW: extension("UXTW"),
  SXTB: extension("SXTB"),
  SXTH: extension("SXTH"),
  SXTW: extension("SXTW"),
  ADR: addressOfLabel,
  MRS: readSystemRegister,
  MSR: writeSystemRegister,
  NOP: nothing,
};
