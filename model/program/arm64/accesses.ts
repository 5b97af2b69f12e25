import type {
  Await,
  Load,
  LoadOrder,
  Rmw,
  Speculate,
  Store,
  StoreExclusive,
  StoreOrder,
} from "../instruction.ts";
import { checkArgument, checkOptions, checkText } from "../../validate/arguments.ts";
import { oneOf, orNull, text, word } from "../../validate/checks.ts";
import { bits, loadOrder, storeOrder } from "../../validate/instruction.ts";
import { wrongValue, type Check } from "../../validate/place.ts";
import { optional } from "../../validate/record.ts";
import { operand, type At, type Operand } from "./operand.ts";

const loadOptions = { order: optional(loadOrder), bits: optional(bits) };
const storeOptions = { order: optional(storeOrder), bits: optional(bits) };

/** `bits: 32` where the register is a W register: the access is to its half of a word, see `Load`. */
interface SizedAt extends At {
  readonly bits?: 32;
}

/** LDR, or LDAR and LDAPR by `order`: `to := [address]`. */
export const ldr = (
  to: string,
  address: Operand,
  at: SizedAt & { readonly order?: LoadOrder } = {},
): Load => {
  checkText("ldr", "to", to);
  checkOptions("ldr", at, loadOptions);
  const { order = "plain", ...where } = at;
  return { kind: "load", register: to, address: operand(address), order, kernel: `ldr ${to}`, ...where };
};

/**
 * LDXR, or LDAXR by `order`: an `ldr` that opens the reservation which the next `stxr` of the PE needs.
 *
 * @throws Diagnostic (kind "program") for an order that load-exclusives do not have
 */
export const ldxr = (
  to: string,
  address: Operand,
  at: SizedAt & { readonly order?: "plain" | "acquire" } = {},
): Load => {
  checkText("ldxr", "to", to);
  checkOptions("ldxr", at, { ...loadOptions, order: optional(exclusiveOrder) });
  const { order = "plain", ...where } = at;
  return {
    kind: "load",
    register: to,
    address: operand(address),
    order,
    exclusive: true,
    kernel: `ldxr ${to}`,
    ...where,
  };
};

const exclusiveOrder = oneOf<"plain" | "acquire">({ plain: true, acquire: true });

/** STXR, or STLXR by `order`: stores if the reservation holds, and gives `status` 0 then, 1 otherwise. It may always fail. */
export const stxr = (
  status: string,
  value: Operand,
  address: Operand,
  at: SizedAt & { readonly order?: StoreOrder } = {},
): StoreExclusive => {
  checkText("stxr", "status", status);
  checkOptions("stxr", at, storeOptions);
  const { order = "plain", ...where } = at;
  return {
    kind: "store-exclusive",
    status,
    address: operand(address),
    value: operand(value),
    order,
    kernel: `stxr ${status}`,
    ...where,
  };
};

/** STR, or STLR by `order`: `[address] := value`. */
export const str = (
  value: Operand,
  address: Operand,
  at: SizedAt & { readonly order?: StoreOrder } = {},
): Store => {
  checkOptions("str", at, storeOptions);
  const { order = "plain", ...where } = at;
  return { kind: "store", address: operand(address), value: operand(value), order, kernel: "str", ...where };
};

/** The ordering of an atomic, as the suffix of its mnemonic: none, A, L, AL. */
interface RmwAt extends SizedAt {
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
  bits: optional(bits),
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

function placed({ order = "plain", ...where }: RmwAt): SizedAt & Pick<Rmw, "acquire" | "release"> {
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
  checkOptions("awaitValue", at, { order: optional(loadOrder) });
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
