import { checkArgument } from "../validate/arguments.ts";
import { among } from "../validate/checks.ts";
import { type Check } from "../validate/place.ts";
import { armMemoryType, isDevice, type ArmMemoryType } from "./memory-type.ts";

/** The shareability domains, narrowest first (Arm ARM B2.10, "Shareability"). */
export const shareabilities = ["non", "inner", "outer"] as const;

/** Whose caches hardware keeps coherent: the PE's own, the inner, or the outer shareable domain. */
export type Shareability = (typeof shareabilities)[number];

/** Checks a shareability. */
export const shareability: Check = among(shareabilities);

/**
 * What SH[1:0] of a descriptor says.
 *
 * @throws Diagnostic (kind "program") for 1, which is reserved
 */
export function decodeShareability(sh: number): Shareability {
  checkArgument("decodeShareability", "SH", sh, among([0, 2, 3]));
  if (sh === 0) return "non";
  return sh === 2 ? "outer" : "inner";
}

/** The shareability of an access: Device and Normal-NC are outer shareable, whatever a descriptor says (Arm ARM D8.6). */
export function effectiveShareability(type: ArmMemoryType, written: Shareability): Shareability {
  checkArgument("effectiveShareability", "the memory type", type, armMemoryType);
  checkArgument("effectiveShareability", "the shareability", written, shareability);
  return isDevice(type) || type === "Normal-NC" ? "outer" : written;
}

/**
 * The shareability of an access that both stages translate (Arm ARM D8.6, "Combining stage 1 and stage 2 Shareability
 * attributes"): the wider one, of the memory type that combine() gives. Whether stage 1 takes part with what its
 * descriptor says or with its effective shareability is IMPLEMENTATION DEFINED: pass the one that is meant.
 */
export function combineShareability(
  stage1: Shareability,
  stage2: Shareability,
  combined: ArmMemoryType,
): Shareability {
  checkArgument("combineShareability", "the stage-1 shareability", stage1, shareability);
  checkArgument("combineShareability", "the stage-2 shareability", stage2, shareability);
  const wider = shareabilities.indexOf(stage1) >= shareabilities.indexOf(stage2) ? stage1 : stage2;
  return effectiveShareability(combined, wider);
}
