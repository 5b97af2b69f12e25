import type { Instruction, Located, Mark } from "../../../../model/index.ts";
import type { OperandReader } from "./operand-reader.ts";

type Bare<T> = T extends unknown ? Omit<T, keyof Located> : never;

/** An instruction of the machine before it is told where it stands and what it is called. */
export type Operation = Bare<Exclude<Instruction, Mark>>;

/** Says what the machine does for an assembly instruction. An access comes first, what it is called stands with it. */
export type Translator = (operands: OperandReader) => readonly Operation[];

/** A mnemonic that is not what follows it: the next family is asked. */
export type Family = (mnemonic: string) => Translator | null;
