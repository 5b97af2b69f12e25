import type { Instruction } from "./instruction.ts";

/**
 * The register that holds where an ERET goes. A fault writes the address of the instruction that faulted, a
 * supervisor call that of the next one; a handler may read it, and write another.
 */
export const ELR = "ELR_EL1";

/** A program is data: a flat array of instructions. Labels name positions; "end" is the position after the last. */
export interface Program {
  readonly instructions: readonly Instruction[];
  /**
   * What an access that faults and a supervisor call enter: runs at EL1, shares registers and labels with the instructions, and ends the
   * thread unless it gets to an `eret`. Without one, `PeConfiguration.onFault` says what a fault does.
   */
  readonly handler?: readonly Instruction[];
}

/** The program of these instructions, in this order. */
export const program = (...instructions: readonly Instruction[]): Program => ({ instructions });

/** The program of a PE that executes nothing. Its walkers and TLB are still there. */
export const idle: Program = { instructions: [] };

/** The program with what its faults enter. */
export const withHandler = (main: Program, ...handler: readonly Instruction[]): Program => ({
  ...main,
  handler,
});
