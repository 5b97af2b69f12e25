import type { PeDraft } from "../machine/draft.ts";
import type { Words } from "../machine/words.ts";
import { definedRegister } from "../machine/definitions.ts";
import { registersRead } from "../program/operands.ts";
import { ELR } from "../program/program.ts";
import type { PeConfiguration } from "../scenario.ts";
import { hex, programError, within } from "./place.ts";

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

/** Checks that an ERET has somewhere to go, whatever ELR_EL1 holds. */
export function checkReturns(pes: readonly PeDraft[], { slots }: Words): void {
  for (const { index, name, code } of pes)
    for (const [slot, { instruction, returns }] of code.entries()) {
      const [address] = slots[index]?.[slot]?.value ?? [];
      if (returns === null || returns.length > 0 || address === undefined) continue;
      throw programError(
        `${name}: ${instruction.kernel}`,
        `${ELR} is ${hex(address)}, which is no instruction of the program`,
        "an eret goes to the instruction whose address the register holds",
        `leave ${ELR} as the fault wrote it, or write the address of a label: adr()`,
      );
    }
}
