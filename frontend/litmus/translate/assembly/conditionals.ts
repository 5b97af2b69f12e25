import { constant, type Expression } from "../../../../model/index.ts";
import { conditionNamed, conditions } from "./flags.ts";
import { whatExists } from "../diagnostics.ts";
import type { OperandReader } from "./operand-reader.ts";
import type { Family, Operation, Translator } from "./operation.ts";
import { registerName, valueOf } from "./registers.ts";
import { compute, inverted, truncated, type Width } from "./words.ts";

/** CSEL and its like: what is selected depends on the flags. */
export const conditionals: Family = (mnemonic) => translators[mnemonic] ?? null;

export const conditionalMnemonics = (): readonly string[] => Object.keys(translators);

type Change = (value: Expression, width: Width) => Expression;

const same: Change = (value) => value;
const incremented: Change = (value, width) => truncated(compute("add", value, constant(1n)), width);
const negated: Change = (value, width) => truncated(compute("sub", constant(0n), value), width);

/** The condition that comes next. */
export function condition(operands: OperandReader): Expression {
  const name = operands.symbol("a condition");
  return conditionOf(operands, name);
}

/** A condition by its name. */
export function conditionOf(operands: OperandReader, name: string): Expression {
  const found = conditionNamed(name);
  if (found === null)
    throw operands.unsupported(`the condition ${name} is not supported`, whatExists(name, conditions));
  return found;
}

function select(target: string, when: Expression, yes: Expression, no: Expression): readonly Operation[] {
  return [{ kind: "select", register: target, condition: when, yes, no }];
}

/** CSEL, CSINC, CSINV, CSNEG: the first register, or the second one changed. */
const choosing =
  (change: Change): Translator =>
  (operands) => {
    const target = operands.register();
    const yes = valueOf(operands.register());
    const no = change(valueOf(operands.register()), target.bits);
    return select(registerName(target), condition(operands), yes, no);
  };

/** CINC, CINV, CNEG: the register changed, or as it is. */
const changing =
  (change: Change): Translator =>
  (operands) => {
    const target = operands.register();
    const value = valueOf(operands.register());
    return select(registerName(target), condition(operands), change(value, target.bits), value);
  };

/** CSET, CSETM: 1 or all ones, or 0. */
const setting =
  (one: Change): Translator =>
  (operands) => {
    const target = operands.register();
    return select(registerName(target), condition(operands), one(constant(0n), target.bits), constant(0n));
  };

const translators: Readonly<Record<string, Translator>> = {
  CSEL: choosing(same),
  CSINC: choosing(incremented),
  CSINV: choosing(inverted),
  CSNEG: choosing(negated),
  CINC: changing(incremented),
  CINV: changing(inverted),
  CNEG: changing(negated),
  CSET: setting(incremented),
  CSETM: setting(inverted),
};
