import type { Machine } from "./machine.ts";
import type { FaultType, Outcome } from "./slot.ts";

/** The fault that a translation ends in, or null. */
export function faultOfOutcome({ result }: Outcome): FaultType | null {
  switch (result.kind) {
    case "descriptor":
      return result.fault;
    case "forbidden":
      return "permission";
    case "amalgamation":
      return null;
    case "conflict-abort":
      return "tlb-conflict";
  }
}

export const isFault = (outcome: Outcome): boolean => faultOfOutcome(outcome) !== null;

/** A fault that no TLB entry gives (vmsa-semantics 1, R1). */
export const isUncacheableFault = ({ result }: Outcome): boolean =>
  result.kind === "descriptor" && (result.fault === "translation" || result.fault === "access-flag");

/** Whether the walker has something to write back. */
export const isUpdate = ({ result }: Outcome): boolean =>
  result.kind === "descriptor" && result.update !== null;

/**
 * Whether it comes from memory as it is now: of what is never cached, and of a descriptor that the walker changes, since
 * the update is atomic with the walk (machine-semantics 3).
 */
export const needsCurrent = (machine: Machine, { result }: Outcome): boolean =>
  result.kind === "descriptor" &&
  (!machine.isCacheable(result.word) || result.update !== null || !machine.has("old-entries"));
