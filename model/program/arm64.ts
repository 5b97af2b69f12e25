import { Diagnostic } from "../../checker/diagnostic.ts";
import { nearest } from "../../checker/nearest.ts";
import { constant, register, type Expression } from "./expression.ts";
import type {
  Accesses,
  Await,
  Domain,
  Dmb,
  Dsb,
  Eret,
  Isb,
  Load,
  LoadOrder,
  Lock,
  Mark,
  Regime,
  SendIpi,
  Speculate,
  Store,
  StoreOrder,
  TakeIpi,
  Tlbi,
  Unlock,
} from "./instruction.ts";

/** Where an instruction stands and what it is called; both optional. */
export interface At {
  readonly source?: string;
  readonly label?: string;
  /** The kernel spelling, where it is not the default. */
  readonly kernel?: string;
}

type Operand = bigint | string | Expression;

/** A register by name, a constant, or an expression. */
function operand(value: Operand): Expression {
  if (typeof value === "bigint") return constant(value);
  return typeof value === "string" ? register(value) : value;
}

export const ldr = (to: string, address: Operand, at: At & { readonly order?: LoadOrder } = {}): Load => {
  const { order = "plain", ...where } = at;
  return { kind: "load", register: to, address: operand(address), order, kernel: `ldr ${to}`, ...where };
};

export const str = (
  value: Operand,
  address: Operand,
  at: At & { readonly order?: StoreOrder } = {},
): Store => {
  const { order = "plain", ...where } = at;
  return { kind: "store", address: operand(address), value: operand(value), order, kernel: "str", ...where };
};

/** `dsb("ishst")`: the option as the kernel writes it; without a domain (`ld`, `st`) it means the full system. */
export const dsb = (option: BarrierOption, at: At = {}): Dsb => ({
  kind: "dsb",
  ...barrierOption(option),
  kernel: `dsb(${option})`,
  ...at,
});

export const dmb = (option: BarrierOption, at: At = {}): Dmb => ({
  kind: "dmb",
  ...barrierOption(option),
  kernel: `dmb(${option})`,
  ...at,
});

export const isb = (at: At = {}): Isb => ({ kind: "isb", kernel: "isb()", ...at });

/** A TLBI by its name: `tlbi("vale2is", va, 3)`. `va` is the address itself, null for operations without one. */
export function tlbi(op: string, va: Operand | null = null, level: number | null = null, at: At = {}): Tlbi {
  const match = /^(vmall|all|vaa?(l?))e([12])(is|os)?$/.exec(op);
  const by = match?.[1];
  if (match === null || by === undefined || !tlbiOperations.includes(op)) throw unknownTlbi(op);
  const regime: Regime = match[3] === "2" ? "el2" : "el1";
  const scope = match[4] === "is" ? "ish" : match[4] === "os" ? "osh" : "nsh";
  const byAddress = by.startsWith("va");
  if (byAddress !== (va !== null)) throw wrongOperand(op, byAddress);
  const operandOf = va === null ? null : operand(va);
  return {
    kind: "tlbi",
    scope,
    regime,
    va: operandOf,
    lastLevel: match[2] === "l",
    level,
    kernel: `tlbi ${op}`,
    ...at,
  };
}

/** The stage-1 TLB maintenance operations by VA and by all (kernel-primitives 42 to 49, 53). */
export const tlbiOperations: readonly string[] = ["", "is", "os"].flatMap((scope) =>
  ["vmalle1", "vae1", "vale1", "vaae1", "vaale1", "alle1", "vae2", "vale2", "alle2"].map(
    (op) => `${op}${scope}`,
  ),
);

function unknownTlbi(op: string): Diagnostic {
  const guess = nearest(op, tlbiOperations);
  return new Diagnostic({
    kind: "program",
    what: `there is no TLBI operation ${op}`,
    next: `${guess === null ? "" : `did you mean ${guess}? `}there is: ${tlbiOperations.join(", ")}`,
  });
}

function wrongOperand(op: string, byAddress: boolean): Diagnostic {
  return new Diagnostic({
    kind: "program",
    what: byAddress ? `tlbi ${op} needs an address` : `tlbi ${op} takes no address`,
  });
}

export const awaitValue = (
  address: Operand,
  equals: bigint,
  at: At & { readonly order?: LoadOrder } = {},
): Await => {
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

export const lock = (name: string, at: At = {}): Lock => ({
  kind: "lock",
  lock: name,
  kernel: `hyp_spin_lock(&${name})`,
  ...at,
});

export const unlock = (name: string, at: At = {}): Unlock => ({
  kind: "unlock",
  lock: name,
  kernel: `hyp_spin_unlock(&${name})`,
  ...at,
});

export const sendIpi = (to: string, at: At = {}): SendIpi => ({
  kind: "send-ipi",
  to,
  kernel: `smp_call_function_single(${to})`,
  ...at,
});

export const takeIpi = (at: At = {}): TakeIpi => ({ kind: "take-ipi", kernel: "IPI taken", ...at });

export const eret = (at: At = {}): Eret => ({ kind: "eret", kernel: "eret", ...at });

/** A speculative load: performed or not, discarded either way. */
export const speculate = (address: Operand, at: At = {}): Speculate => ({
  kind: "speculate",
  address: operand(address),
  kernel: "speculative load",
  ...at,
});

/** A ghost event, see `Mark`. */
export const mark = (label: string, at: Omit<At, "label"> = {}): Mark => ({
  kind: "mark",
  label,
  kernel: label,
  ...at,
});

/** A ghost event that ends a region or an interval, see `Mark.ends`. */
export const endMark = (label: string, at: Omit<At, "label"> = {}): Mark => ({
  ...mark(label, at),
  ends: true,
});

const domains = ["nsh", "ish", "osh"] as const;

/** The options of DMB and DSB as Linux spells them. */
export type BarrierOption = "sy" | "st" | "ld" | `${(typeof domains)[number]}${"" | "st" | "ld"}`;

function barrierOption(option: BarrierOption): { readonly domain: Domain; readonly accesses: Accesses } {
  const domain = domains.find((d) => option.startsWith(d)) ?? "sy";
  return { domain, accesses: option.endsWith("st") ? "st" : option.endsWith("ld") ? "ld" : "all" };
}
