import { checkArgument, checkOptions, checkText } from "../../validate/arguments.ts";
import { oneOf, orNull, text } from "../../validate/checks.ts";
import { bits } from "../../validate/instruction.ts";
import { optional } from "../../validate/record.ts";
import { operand, type At, type Operand } from "../arm64/operand.ts";
import type { Load, Rmw, Store } from "../instruction.ts";

/** `bits: 32` where the register is one of 32 bits, see `Load`. */
interface SizedAt extends At {
  readonly bits?: 32;
}

const options = { bits: optional(bits) };

/** MOV from memory: `to := [address]`. */
export const movLoad = (to: string, address: Operand, at: SizedAt = {}): Load => {
  checkText("movLoad", "to", to);
  checkOptions("movLoad", at, options);
  return {
    kind: "load",
    register: to,
    address: operand(address),
    order: "plain",
    kernel: `mov ${to}, (mem)`,
    ...at,
  };
};

/** MOV to memory: `[address] := value`. */
export const movStore = (value: Operand, address: Operand, at: SizedAt = {}): Store => {
  checkOptions("movStore", at, options);
  return {
    kind: "store",
    address: operand(address),
    value: operand(value),
    order: "plain",
    kernel: "mov (mem)",
    ...at,
  };
};

type Operation = Exclude<Rmw["operation"], "cas" | "swap">;

const mnemonics = { add: "lock xadd", set: "lock or", clear: "lock and", xor: "lock xor" } as const;

const operation = oneOf<Operation>({ add: true, set: true, clear: true, xor: true });

/** What a locked instruction is whatever its mnemonic: a full barrier (SDM vol. 3, 9.2.3.9). */
const barrier = { acquire: true, release: true } as const;

/**
 * A LOCK-prefixed read-modify-write: `lockRmw("add", "rax", 1n, address)` is LOCK XADD, which gives `to` the old value;
 * null where that is not wanted. "clear" is LOCK AND with the complement of the value.
 */
export const lockRmw = (
  which: Operation,
  to: string | null,
  value: Operand,
  address: Operand,
  at: SizedAt = {},
): Rmw => {
  checkArgument("lockRmw", "the operation", which, operation);
  checkArgument("lockRmw", "to", to, orNull(text));
  checkOptions("lockRmw", at, options);
  return {
    kind: "rmw",
    operation: which,
    register: to,
    value: operand(value),
    address: operand(address),
    kernel: mnemonics[which],
    ...barrier,
    ...at,
  };
};

/** XCHG with memory, which is locked without the prefix: gives `to` the old value. */
export const xchg = (to: string, value: Operand, address: Operand, at: SizedAt = {}): Rmw => {
  checkText("xchg", "to", to);
  checkOptions("xchg", at, options);
  return {
    kind: "rmw",
    operation: "swap",
    register: to,
    value: operand(value),
    address: operand(address),
    kernel: "xchg",
    ...barrier,
    ...at,
  };
};

/**
 * LOCK CMPXCHG: writes `value` where the word at `address` is `compare`; gives `to` the old value either way. A full
 * barrier where it fails too: it always writes something (SDM vol. 2, CMPXCHG).
 */
export const lockCmpxchg = (
  to: string,
  compare: Operand,
  value: Operand,
  address: Operand,
  at: SizedAt = {},
): Rmw => {
  checkText("lockCmpxchg", "to", to);
  checkOptions("lockCmpxchg", at, options);
  return {
    kind: "rmw",
    operation: "cas",
    register: to,
    compare: operand(compare),
    value: operand(value),
    address: operand(address),
    kernel: "lock cmpxchg",
    ...barrier,
    ...at,
  };
};
