import { definedRegister } from "../machine/definitions.ts";
import { registersRead } from "../program/operands.ts";
import { ELR } from "../program/program.ts";
import type { PeConfiguration } from "../scenario.ts";
import { programError, within } from "./place.ts";

/** Checks what a PE says of its faults: ELR_EL1 is the handler's, and only bounded loops go together with what resumes. */
export function checkFaultHandling({ program, onFault = "end" }: PeConfiguration, where: string): void {
  const { instructions, handler } = program;
  for (const instruction of instructions) {
    if (definedRegister(instruction) !== ELR && !registersRead(instruction).has(ELR)) continue;
    throw programError(
      within(where, instruction.kernel),
      `${ELR} is used outside of a handler`,
      "only a fault gives it a value, and only the ERET of a handler makes use of it",
      "move it into `handler` of the program, or name the register otherwise",
    );
  }
  if (handler === undefined && onFault === "end") return;
  for (const instruction of [...instructions, ...(handler ?? [])]) {
    if (instruction.kind !== "branch" || instruction.bound !== "closes") continue;
    throw programError(
      within(where, instruction.kernel),
      `a loop that closes is in a program ${handler === undefined ? `whose faults ${onFault}` : "with a handler"}`,
      "what follows a fault is a further copy of the program, and a loop that closes forgets how it got there",
      "give the backward branch a number as its bound",
    );
  }
}
