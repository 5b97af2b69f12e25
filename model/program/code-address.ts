import type { Instruction } from "./instruction.ts";
import type { Program } from "./program.ts";

/** No address of this form is canonical, so that no page a program can access is in the way. */
const CODE = 0xc0de_0000_0000_0000n;

/**
 * The address of an instruction, of four bytes each: what ADR gives and ELR_EL1 holds. It is distinct within a program;
 * programs of different PEs share addresses, as they would where each has its own table.
 *
 * @param origin its position in the program, see `UnrolledInstruction`
 */
export const codeAddress = (origin: number): bigint => CODE + 4n * BigInt(origin);

/** What ELR_EL1 holds after an exception of an instruction: its own address, for a supervisor call that of the next one. */
export const exceptionAddress = (instruction: Instruction, origin: number): bigint =>
  codeAddress(instruction.kind === "svc" ? origin + 1 : origin);

/** The position of the first instruction of a program's handler: behind the end of the program, which has an address. */
export const handlerOrigin = ({ instructions }: Program): number => instructions.length + 1;

/** What ADR gives for each label of a program, and for "end". */
export function labelAddresses(program: Program): ReadonlyMap<string, bigint> {
  const { instructions, handler = [] } = program;
  const addresses = new Map<string, bigint>();
  const add = (label: string | undefined, origin: number): void => {
    if (label !== undefined) addresses.set(label, codeAddress(origin));
  };
  instructions.forEach(({ label }, i) => add(label, i));
  handler.forEach(({ label }, i) => add(label, handlerOrigin(program) + i));
  add("end", instructions.length);
  return addresses;
}
