import { constant, type Expression } from "../../../../model/index.ts";
import { conditionOf } from "./conditionals.ts";
import { conditions } from "./flags.ts";
import type { OperandReader } from "./operand-reader.ts";
import type { Family, Operation, Translator } from "./operation.ts";
import { valueOf } from "./registers.ts";
import { compute, not } from "./words.ts";

/** B, B.<condition>, CBZ, CBNZ, TBZ, TBNZ, SVC and ERET. Where a branch goes backwards is seen when the column is whole. */
export const branches: Family = (mnemonic) => {
  const conditional = /^B\.?([A-Z]{2})$/.exec(mnemonic)?.[1];
  if (conditional !== undefined && (mnemonic.includes(".") || conditions.includes(conditional)))
    return (operands) => branch(conditionOf(operands, conditional), operands);
  return translators[mnemonic] ?? null;
};

export const branchMnemonics = (): readonly string[] => [
  ...Object.keys(translators),
  ...conditions.map((name) => `B.${name}`),
];

const branch = (when: Expression | null, operands: OperandReader): readonly Operation[] => [
  { kind: "branch", condition: when, to: operands.label() },
];

const onRegister =
  (jumps: (isZero: Expression) => Expression): Translator =>
  (operands) =>
    branch(jumps(not(valueOf(operands.register()))), operands);

const onBit =
  (jumps: (isZero: Expression) => Expression): Translator =>
  (operands) => {
    const tested = valueOf(operands.register());
    const bit = compute("shr", tested, constant(operands.immediate()));
    return branch(jumps(not(compute("and", bit, constant(1n)))), operands);
  };

/** No handler sees the immediate: ESR_EL1 cannot be read. */
const supervisorCall: Translator = (operands) => {
  const immediate = operands.immediate();
  if (immediate < 0n || immediate > 0xffffn)
    throw operands.unsupported(`SVC has no immediate ${immediate}`, "there is: 0 to 65535");
  return [{ kind: "svc" }];
};

const itself = (isZero: Expression): Expression => isZero;

const translators: Readonly<Record<string, Translator>> = {
  B: (operands) => branch(null, operands),
  CBZ: onRegister(itself),
  CBNZ: onRegister(not),
  TBZ: onBit(itself),
  TBNZ: onBit(not),
  SVC: supervisorCall,
  ERET: () => [{ kind: "eret" }],
};
