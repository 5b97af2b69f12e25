import type { Outcome } from "./slot.ts";

export const isFault = ({ result }: Outcome): boolean =>
  result.kind === "conflict-abort" || (result.kind === "descriptor" && result.fault !== null);

/** A result that is never cached (vmsa-semantics 1, R1): it comes from memory as it is now. */
export const isUncacheable = ({ result }: Outcome): boolean =>
  result.kind === "descriptor" && (result.fault === "translation" || result.fault === "access-flag");
