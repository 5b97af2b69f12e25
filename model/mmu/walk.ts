import type { PeConfiguration } from "../scenario.ts";
import { accessed } from "./descriptor.ts";
import { entryAt, madeWritableAt, type Stage } from "./entry.ts";
import type { FaultType } from "../machine/slot.ts";

/** What the registers of a PE say of its walks. */
export interface Walker {
  /** The stage of its table; of a guest, whose stage 1 maps every page to itself, stage 2. */
  readonly stage: Stage;
  /** Code at EL0: only pages with AP[1] are accessible. */
  readonly el0: boolean;
  /** TCR.HA: the access flag is set by hardware. */
  readonly ha: boolean;
  /** TCR.HD: so is the dirty state. */
  readonly hd: boolean;
}

/** The walker of a PE's program. TCR.HD has an effect only together with HA, so that it stands for both. */
export const walkerOf = ({ el, ha, hd }: PeConfiguration, stage: Stage): Walker => ({
  stage,
  el0: el === "el0",
  ha: ha === true || hd === true,
  hd: hd === true,
});

/**
 * The fault that a descriptor gives an access, in the architecture's priority order (Arm ARM D8.15; machine-semantics
 * 3), or null.
 */
export function faultOf(
  word: bigint,
  walker: Walker,
  { reads, writes }: { readonly reads: boolean; readonly writes: boolean },
): FaultType | null {
  const { valid, accessFlag, readable, writable, el0, dbm } = entryAt(walker.stage, word);
  if (!valid) return "translation";
  if (!accessFlag && !walker.ha) return "access-flag";
  if (walker.el0 && !el0) return "permission";
  if (reads && !readable) return "permission";
  return writes && !writable && !(walker.hd && dbm) ? "permission" : null;
}

/**
 * What hardware writes back before an access that does not fault is complete: the access flag, and for a write the page
 * made writable, in one update (Arm ARM D8.5, "Hardware management of the Access flag and dirty state"). Null where
 * nothing is to be set.
 */
export function hardwareUpdate(word: bigint, walker: Walker, writes: boolean): bigint | null {
  const updated = walker.ha
    ? accessed(writes && walker.hd ? madeWritableAt(walker.stage, word) : word)
    : word;
  return updated === word ? null : updated;
}
