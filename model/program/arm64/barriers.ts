import type { Accesses, Dmb, Domain, Dsb, Isb } from "../instruction.ts";
import type { At } from "./operand.ts";

/** `dsb("ishst")`: the option as the kernel writes it; without a domain (`ld`, `st`) it means the full system. */
export const dsb = (option: BarrierOption, at: At = {}): Dsb => ({
  kind: "dsb",
  ...barrierOption(option),
  kernel: `dsb(${option})`,
  ...at,
});

/** `dmb("ishld")`, with the options of `dsb`. */
export const dmb = (option: BarrierOption, at: At = {}): Dmb => ({
  kind: "dmb",
  ...barrierOption(option),
  kernel: `dmb(${option})`,
  ...at,
});

/** ISB: context synchronisation. */
export const isb = (at: At = {}): Isb => ({ kind: "isb", kernel: "isb()", ...at });

const domains = ["nsh", "ish", "osh"] as const;

/** The options of DMB and DSB as Linux spells them. */
export type BarrierOption = "sy" | "st" | "ld" | `${(typeof domains)[number]}${"" | "st" | "ld"}`;

function barrierOption(option: BarrierOption): { readonly domain: Domain; readonly accesses: Accesses } {
  const domain = domains.find((d) => option.startsWith(d)) ?? "sy";
  return { domain, accesses: option.endsWith("st") ? "st" : option.endsWith("ld") ? "ld" : "all" };
}
