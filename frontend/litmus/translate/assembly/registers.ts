import { constant, register, type Expression } from "../../../../model/index.ts";
import type { Register } from "../../syntax.ts";
import { truncated } from "./words.ts";

/** The machine's name of a register: X and W registers are one, and writes to the zero register go nowhere. */
export const registerName = ({ name, zero }: Register): string =>
  zero ? NOWHERE : name.replace(/^[XW](?=\d)/, "X");

/** The machine's name of a register of a final state: `W1` is `X1`. */
export const canonicalName = (name: string): string => name.replace(/^W(?=\d)/, "X");

/** Where results go that nobody may read: nothing is ever read from it. */
export const NOWHERE = "XZR";

/** What an instruction reads from a register: a W register is the low half. */
export function valueOf(read: Register): Expression {
  return read.zero ? constant(0n) : truncated(register(registerName(read)), read.bits);
}

/** N, Z, C and V, as bits 3 to 0. */
export const FLAGS = "NZCV";
