import type { Accesses, Dmb, Domain, Dsb, Isb } from "../instruction.ts";
import { oneOf } from "../../validate/checks.ts";
import { checkArgument, checkOptions } from "../../validate/arguments.ts";
import type { At } from "./operand.ts";

/** `dsb("ishst")`: the option as the kernel writes it; without a domain (`ld`, `st`) it means the full system. */
export const dsb = (option: BarrierOption, at: At = {}): Dsb => {
  checkBarrier("dsb", option, at);
  return { kind: "dsb", ...barrierOption(option), kernel: `dsb(${option})`, ...at };
};

/** `dmb("ishld")`, with the options of `dsb`. */
export const dmb = (option: BarrierOption, at: At = {}): Dmb => {
  checkBarrier("dmb", option, at);
  return { kind: "dmb", ...barrierOption(option), kernel: `dmb(${option})`, ...at };
};

/** ISB: context synchronisation. */
export const isb = (at: At = {}): Isb => {
  checkOptions("isb", at);
  return { kind: "isb", kernel: "isb()", ...at };
};

const domains = ["nsh", "ish", "osh"] as const;

/** The options of DMB and DSB as Linux spells them. */
export type BarrierOption = "sy" | "st" | "ld" | `${(typeof domains)[number]}${"" | "st" | "ld"}`;

const isOption = oneOf<BarrierOption>({
  sy: true,
  st: true,
  ld: true,
  nsh: true,
  nshst: true,
  nshld: true,
  ish: true,
  ishst: true,
  ishld: true,
  osh: true,
  oshst: true,
  oshld: true,
});

function checkBarrier(name: string, option: unknown, at: unknown): void {
  checkArgument(name, "the option", option, isOption);
  checkOptions(name, at);
}

function barrierOption(option: BarrierOption): { readonly domain: Domain; readonly accesses: Accesses } {
  const domain = domains.find((d) => option.startsWith(d)) ?? "sy";
  return { domain, accesses: option.endsWith("st") ? "st" : option.endsWith("ld") ? "ld" : "all" };
}
