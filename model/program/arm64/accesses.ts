import type { Await, Load, LoadOrder, Rmw, Speculate, Store, StoreOrder } from "../instruction.ts";
import { checkArgument, checkOptions, checkText } from "../../validate/arguments.ts";
import { oneOf, orNull, text, word } from "../../validate/checks.ts";
import { loadOrder, storeOrder } from "../../validate/instruction.ts";
import { wrongValue, type Check } from "../../validate/place.ts";
import { optional } from "../../validate/record.ts";
import { operand, type At, type Operand } from "./operand.ts";

const loadOptions = { order: optional(loadOrder) };
const storeOptions = { order: optional(storeOrder) };

/** LDR, or LDAR and LDAPR by `order`: `to := [address]`. */
export const ldr = (to: string, address: Operand, at: At & { readonly order?: LoadOrder } = {}): Load => {
  checkText("ldr", "to", to);
  checkOptions("ldr", at, loadOptions);
  const { order = "plain", ...where } = at;
  return { kind: "load", register: to, address: operand(address), order, kernel: `ldr ${to}`, ...where };
};

/** STR, or STLR by `order`: `[address] := value`. */
export const str = (
  value: Operand,
  address: Operand,
  at: At & { readonly order?: StoreOrder } = {},
): Store => {
  checkOptions("str", at, storeOptions);
  const { order = "plain", ...where } = at;
  return { kind: "store", address: operand(address), value: operand(value), order, kernel: "str", ...where };
};

/** The ordering of an atomic, as the suffix of its mnemonic: none, A, L, AL. */
interface RmwAt extends At {
  readonly order?: "plain" | "acquire" | "release" | "acquire-release";
}

/**
 * An LSE atomic: `rmw("add", "x0", 1n, address)` is LDADD. It gives `to` the old value; null is the ST<op> form, whose
 * read DMB LD does not order.
 */
export const rmw = (
  operation: Exclude<Rmw["operation"], "cas">,
  to: string | null,
  value: Operand,
  address: Operand,
  at: RmwAt = {},
): Rmw => {
  checkArgument("rmw", "the operation", operation, isOperation);
  checkArgument("rmw", "to", to, orNull(text));
  checkOptions("rmw", at, rmwOptions);
  return {
    kind: "rmw",
    operation,
    register: to,
    value: operand(value),
    address: operand(address),
    kernel: rmwMnemonics[operation],
    ...placed(at),
  };
};

/** CAS: writes `value` where the word at `address` is `compare`; gives `to` the old value either way. */
export const cas = (to: string, compare: Operand, value: Operand, address: Operand, at: RmwAt = {}): Rmw => {
  checkText("cas", "to", to);
  checkOptions("cas", at, rmwOptions);
  return {
    kind: "rmw",
    operation: "cas",
    register: to,
    compare: operand(compare),
    value: operand(value),
    address: operand(address),
    kernel: "cas",
    ...placed(at),
  };
};

const rmwMnemonics = { swap: "swp", add: "ldadd", set: "ldset", clear: "ldclr", xor: "ldeor" } as const;

const rmwOptions = {
  order: optional(
    oneOf<NonNullable<RmwAt["order"]>>({
      plain: true,
      acquire: true,
      release: true,
      "acquire-release": true,
    }),
  ),
};

const rmwOperation = oneOf<keyof typeof rmwMnemonics>({
  swap: true,
  add: true,
  set: true,
  clear: true,
  xor: true,
});

/** An operation; its mnemonic, and `cas`, are likely mistakes. */
const isOperation: Check = (value, place) => {
  const why = `operations are ${Object.keys(rmwMnemonics).join(", ")}`;
  const meant = Object.entries(rmwMnemonics).find(([, mnemonic]) => mnemonic === value);
  if (meant !== undefined) throw wrongValue(value, place, why, `did you mean ${meant[0]}?`);
  if (value === "cas") throw wrongValue(value, place, why, "call cas(to, compare, value, address)");
  rmwOperation(value, place);
};

function placed({ order = "plain", ...where }: RmwAt): At & Pick<Rmw, "acquire" | "release"> {
  return {
    acquire: order === "acquire" || order === "acquire-release",
    release: order === "release" || order === "acquire-release",
    ...where,
  };
}

/** Waits until the word at `address` is `equals`; acquires unless `order` says otherwise. */
export const awaitValue = (
  address: Operand,
  equals: bigint,
  at: At & { readonly order?: LoadOrder } = {},
): Await => {
  checkArgument("awaitValue", "equals", equals, word);
  checkOptions("awaitValue", at, loadOptions);
  const { order = "acquire", ...where } = at;
  return {
    kind: "await",
    address: operand(address),
    equals,
    order,
    kernel: "smp_cond_load_acquire()",
    ...where,
  };
};

/** A speculative load: performed or not, discarded either way. */
export const speculate = (address: Operand, at: At = {}): Speculate => {
  checkOptions("speculate", at);
  return { kind: "speculate", address: operand(address), kernel: "speculative load", ...at };
};
