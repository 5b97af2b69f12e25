import { constant, type Expression } from "../../../../model/index.ts";
import type { Diagnostic } from "../../../../checker/diagnostic.ts";
import type { AssemblyInstruction, Modifier, Operand, Register } from "../../syntax.ts";
import type { Complaints } from "../diagnostics.ts";
import { valueOf } from "./registers.ts";
import { modified, type Width } from "./words.ts";

export type MemoryOperand = Extract<Operand, { kind: "memory" }>;

/** Takes the operands of an instruction one after the other, and says what is wrong with them. */
export class OperandReader {
  readonly instruction: AssemblyInstruction;
  readonly complaints: Complaints;
  /** The name in the machine of a label that the instruction goes to. */
  readonly labelled: (label: string, at: Operand) => string;
  #next = 0;

  constructor(
    instruction: AssemblyInstruction,
    complaints: Complaints,
    labelled: (label: string, at: Operand) => string,
  ) {
    this.instruction = instruction;
    this.complaints = complaints;
    this.labelled = labelled;
  }

  register(): Register {
    const operand = this.#take("a register");
    if (operand.kind !== "register") throw this.#unexpected(operand, "a register");
    return operand.register;
  }

  memory(): MemoryOperand {
    const operand = this.#take("an address in brackets");
    if (operand.kind !== "memory") throw this.#unexpected(operand, "an address in brackets");
    return operand;
  }

  immediate(): bigint {
    const operand = this.#take("a number");
    if (operand.kind !== "immediate") throw this.#unexpected(operand, "a number");
    return operand.value;
  }

  /** A name, in upper case: a barrier option, a condition, an operation. */
  symbol(what: string): string {
    return this.#symbol(what).name.toUpperCase();
  }

  /** The machine's name of a label. */
  label(): string {
    const operand = this.#symbol("a label");
    return this.labelled(operand.name, operand);
  }

  /** A register or a number, as what follows it changes it. */
  value(width: Width): Expression {
    const operand = this.#take("a register or a number");
    if (operand.kind === "immediate")
      return modified(constant(wrapped(operand.value, width)), this.modifier(), width);
    if (operand.kind !== "register") throw this.#unexpected(operand, "a register or a number");
    return modified(valueOf(operand.register), this.modifier(), width);
  }

  /** `LSL #3` where one follows. */
  modifier(): Modifier | null {
    const operand = this.instruction.operands[this.#next];
    if (operand?.kind !== "modifier") return null;
    this.#next++;
    return operand.modifier;
  }

  more(): boolean {
    return this.#next < this.instruction.operands.length;
  }

  /** Refuses operands that nobody asked for. */
  end(): void {
    const operand = this.instruction.operands[this.#next];
    if (operand === undefined) return;
    throw this.complaints.unsupported(
      operand.at,
      `${this.instruction.text}: ${this.instruction.mnemonic} with operand ${this.#next + 1} is not supported`,
      `it takes ${this.#next} operands here`,
    );
  }

  unsupported(what: string, next?: string): Diagnostic {
    return this.complaints.unsupported(this.instruction.at, `${this.instruction.text}: ${what}`, next);
  }

  #symbol(what: string): Extract<Operand, { kind: "symbol" }> {
    const operand = this.#take(what);
    if (operand.kind !== "symbol") throw this.#unexpected(operand, what);
    return operand;
  }

  #take(what: string): Operand {
    const operand = this.instruction.operands[this.#next];
    if (operand === undefined)
      throw this.complaints.unsupported(
        this.instruction.at,
        `${this.instruction.text}: ${what} is missing`,
        "write all operands",
      );
    this.#next++;
    return operand;
  }

  #unexpected(operand: Operand, what: string): Diagnostic {
    return this.complaints.unsupported(
      operand.at,
      `${this.instruction.text}: operand ${this.#next} is ${KINDS[operand.kind]}, where only ${what} is supported`,
    );
  }
}

const KINDS: Readonly<Record<Operand["kind"], string>> = {
  register: "a register",
  immediate: "a number",
  modifier: "a shift or extension",
  memory: "an address in brackets",
  symbol: "a name",
};

const wrapped = (value: bigint, width: Width): bigint => BigInt.asUintN(width, value);
