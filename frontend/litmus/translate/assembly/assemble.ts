import { whatExists } from "../diagnostics.ts";
import { accesses, accessMnemonics } from "./accesses.ts";
import { arithmetic, arithmeticMnemonics } from "./arithmetic.ts";
import { atomicMnemonics, atomics } from "./atomics.ts";
import { barrierMnemonics, barriers } from "./barriers.ts";
import { branches, branchMnemonics } from "./branches.ts";
import { conditionalMnemonics, conditionals } from "./conditionals.ts";
import type { OperandReader } from "./operand-reader.ts";
import type { Family, Operation } from "./operation.ts";

const families: readonly Family[] = [accesses, atomics, arithmetic, conditionals, branches, barriers];

/** Every mnemonic that walkcheck runs. */
export const mnemonics = (): readonly string[] =>
  [
    ...accessMnemonics(),
    ...atomicMnemonics(),
    ...arithmeticMnemonics(),
    ...conditionalMnemonics(),
    ...branchMnemonics(),
    ...barrierMnemonics(),
  ].toSorted();

/**
 * What the machine does for an assembly instruction.
 *
 * @throws Unsupported for a mnemonic or an operand that walkcheck does not run
 */
export function assemble(operands: OperandReader): readonly Operation[] {
  const { mnemonic } = operands.instruction;
  for (const family of families) {
    const translate = family(mnemonic);
    if (translate === null) continue;
    const operations = translate(operands);
    operands.end();
    return operations;
  }
  throw operands.unsupported(
    `the instruction ${mnemonic} is not supported`,
    whatExists(mnemonic, mnemonics()),
  );
}
