import { binary, constant } from "../expression.ts";
import type { Branch, Choose, Eret, Let, Lock, SendIpi, TakeIpi, Unlock } from "../instruction.ts";
import { operand, type At, type Operand } from "./operand.ts";

/** ALU: `to := value`. */
export const mov = (to: string, value: Operand, at: At = {}): Let => ({
  kind: "let",
  register: to,
  value: operand(value),
  kernel: `mov ${to}`,
  ...at,
});

/** A value taken as arbitrary among a few. */
export const choose = (to: string, among: readonly bigint[], at: At = {}): Choose => ({
  kind: "choose",
  register: to,
  among,
  kernel: `${to} = any of ${among.join(", ")}`,
  ...at,
});

/** Where a branch goes and, if that is backwards, how often: see `Branch.bound`. */
interface BranchAt extends At {
  readonly bound?: number | "closes";
}

/** B: jumps to a label of the program, or to "end". */
export const b = (to: string, at: BranchAt = {}): Branch => ({
  kind: "branch",
  condition: null,
  to,
  kernel: `b ${to}`,
  ...at,
});

/** CBNZ: jumps where the value is not 0. The condition may be any expression, `binary("eq", ...)` for one. */
export const cbnz = (condition: Operand, to: string, at: BranchAt = {}): Branch => ({
  kind: "branch",
  condition: operand(condition),
  to,
  kernel: `cbnz ${to}`,
  ...at,
});

/** CBZ: jumps where the value is 0. */
export const cbz = (condition: Operand, to: string, at: BranchAt = {}): Branch => ({
  kind: "branch",
  condition: binary("eq", operand(condition), constant(0)),
  to,
  kernel: `cbz ${to}`,
  ...at,
});

/** Takes a spin lock, by name. */
export const lock = (name: string, at: At = {}): Lock => ({
  kind: "lock",
  lock: name,
  kernel: `hyp_spin_lock(&${name})`,
  ...at,
});

/** Releases a spin lock. */
export const unlock = (name: string, at: At = {}): Unlock => ({
  kind: "unlock",
  lock: name,
  kernel: `hyp_spin_unlock(&${name})`,
  ...at,
});

/** Sends an IPI to the PE of that name. */
export const sendIpi = (to: string, at: At = {}): SendIpi => ({
  kind: "send-ipi",
  to,
  kernel: `smp_call_function_single(${to})`,
  ...at,
});

/** Waits for an IPI and enters its handler, the code that follows. */
export const takeIpi = (at: At = {}): TakeIpi => ({ kind: "take-ipi", kernel: "IPI taken", ...at });

/** Returns from the handler. */
export const eret = (at: At = {}): Eret => ({ kind: "eret", kernel: "eret", ...at });
