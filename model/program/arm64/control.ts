import { binary, constant } from "../expression.ts";
import type {
  Branch,
  Choose,
  Eret,
  Let,
  Lock,
  Select,
  SendIpi,
  Svc,
  TakeIpi,
  Unlock,
} from "../instruction.ts";
import { ELR } from "../program.ts";
import { checkArgument, checkOptions, checkText } from "../../validate/arguments.ts";
import { someOf, word } from "../../validate/checks.ts";
import { bound } from "../../validate/instruction.ts";
import { optional } from "../../validate/record.ts";
import { operand, type At, type Operand } from "./operand.ts";

/** ALU: `to := value`. */
export const mov = (to: string, value: Operand, at: At = {}): Let => {
  checkText("mov", "to", to);
  checkOptions("mov", at);
  return { kind: "let", register: to, value: operand(value), kernel: `mov ${to}`, ...at };
};

/** ADR: the address of the instruction with a label, for ELR_EL1. */
export const adr = (to: string, label: string, at: At = {}): Let => {
  checkText("adr", "to", to);
  checkText("adr", "label", label);
  checkOptions("adr", at);
  return { kind: "let", register: to, value: { op: "label", label }, kernel: `adr ${to}, ${label}`, ...at };
};

/** MSR ELR_EL1: where the ERET of a handler goes, the address that `adr` gives. */
export const msrElr = (value: Operand, at: At = {}): Let => {
  checkOptions("msrElr", at);
  return { kind: "let", register: ELR, value: operand(value), kernel: "msr elr_el1", ...at };
};

/** CSEL: `to := condition ? yes : no`. The condition is any expression, `binary("eq", ...)` for one. */
export const csel = (to: string, condition: Operand, yes: Operand, no: Operand, at: At = {}): Select => {
  checkText("csel", "to", to);
  checkOptions("csel", at);
  return {
    kind: "select",
    register: to,
    condition: operand(condition),
    yes: operand(yes),
    no: operand(no),
    kernel: `csel ${to}`,
    ...at,
  };
};

/** CSET: `to := condition ? 1 : 0`. */
export const cset = (to: string, condition: Operand, at: At = {}): Select => {
  checkText("cset", "to", to);
  checkOptions("cset", at);
  return csel(to, condition, 1n, 0n, { kernel: `cset ${to}`, ...at });
};

/** A value taken as arbitrary among a few. */
export const choose = (to: string, among: readonly bigint[], at: At = {}): Choose => {
  checkText("choose", "to", to);
  checkArgument("choose", "among", among, someOf(word));
  checkOptions("choose", at);
  return { kind: "choose", register: to, among, kernel: `${to} = any of ${among.join(", ")}`, ...at };
};

/** Where a branch goes and, if that is backwards, how often: see `Branch.bound`. */
interface BranchAt extends At {
  readonly bound?: number | "closes";
}

const branchOptions = { bound: optional(bound) };

/** B: jumps to a label of the program, or to "end". */
export const b = (to: string, at: BranchAt = {}): Branch => {
  checkText("b", "to", to);
  checkOptions("b", at, branchOptions);
  return { kind: "branch", condition: null, to, kernel: `b ${to}`, ...at };
};

/** CBNZ: jumps where the value is not 0. The condition may be any expression, `binary("eq", ...)` for one. */
export const cbnz = (condition: Operand, to: string, at: BranchAt = {}): Branch => {
  checkText("cbnz", "to", to);
  checkOptions("cbnz", at, branchOptions);
  return { kind: "branch", condition: operand(condition), to, kernel: `cbnz ${to}`, ...at };
};

/** CBZ: jumps where the value is 0. */
export const cbz = (condition: Operand, to: string, at: BranchAt = {}): Branch => {
  checkText("cbz", "to", to);
  checkOptions("cbz", at, branchOptions);
  return {
    kind: "branch",
    condition: binary("eq", operand(condition), constant(0)),
    to,
    kernel: `cbz ${to}`,
    ...at,
  };
};

/** Takes a spin lock, by name. */
export const lock = (name: string, at: At = {}): Lock => {
  checkText("lock", "name", name);
  checkOptions("lock", at);
  return { kind: "lock", lock: name, kernel: `spin_lock(&${name})`, ...at };
};

/** Releases a spin lock. */
export const unlock = (name: string, at: At = {}): Unlock => {
  checkText("unlock", "name", name);
  checkOptions("unlock", at);
  return { kind: "unlock", lock: name, kernel: `spin_unlock(&${name})`, ...at };
};

/** Takes the read side of an rwsem, by name: several PEs may hold it at a time. */
export const downRead = (name: string, at: At = {}): Lock => {
  checkText("downRead", "name", name);
  checkOptions("downRead", at);
  return { kind: "lock", lock: name, shared: true, kernel: `down_read(&${name})`, ...at };
};

/** Releases the read side of an rwsem. */
export const upRead = (name: string, at: At = {}): Unlock => {
  checkText("upRead", "name", name);
  checkOptions("upRead", at);
  return { kind: "unlock", lock: name, shared: true, kernel: `up_read(&${name})`, ...at };
};

/** Takes the write side of an rwsem, by name: alone. */
export const downWrite = (name: string, at: At = {}): Lock => {
  checkText("downWrite", "name", name);
  checkOptions("downWrite", at);
  return { kind: "lock", lock: name, kernel: `down_write(&${name})`, ...at };
};

/** Releases the write side of an rwsem. */
export const upWrite = (name: string, at: At = {}): Unlock => {
  checkText("upWrite", "name", name);
  checkOptions("upWrite", at);
  return { kind: "unlock", lock: name, kernel: `up_write(&${name})`, ...at };
};

/** Sends an IPI to the PE of that name. */
export const sendIpi = (to: string, at: At = {}): SendIpi => {
  checkText("sendIpi", "to", to);
  checkOptions("sendIpi", at);
  return { kind: "send-ipi", to, kernel: `smp_call_function_single(${to})`, ...at };
};

/** Waits for an IPI and enters its handler, the code that follows. */
export const takeIpi = (at: At = {}): TakeIpi => {
  checkOptions("takeIpi", at);
  return { kind: "take-ipi", kernel: "IPI taken", ...at };
};

/** SVC: calls the handler of the program, which returns to the next instruction. */
export const svc = (at: At = {}): Svc => {
  checkOptions("svc", at);
  return { kind: "svc", kernel: "svc #0", ...at };
};

/** Returns from a handler: of a program's faults, to what ELR_EL1 names; of an interrupt, to the code that follows. */
export const eret = (at: At = {}): Eret => {
  checkOptions("eret", at);
  return { kind: "eret", kernel: "eret", ...at };
};
