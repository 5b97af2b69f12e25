import { checkArgument } from "../validate/arguments.ts";
import { among } from "../validate/checks.ts";
import type { Check } from "../validate/place.ts";
import { x86MemoryType, type X86MemoryType } from "./memory-type.ts";

/** The memory types of an MTRR, and of an EPT entry: UC- is one of the PAT alone (SDM table 12-8). */
export const mtrrTypes = ["UC", "WC", "WT", "WP", "WB"] as const;

export type MtrrType = (typeof mtrrTypes)[number];

/** Checks the memory type of an MTRR. */
export const mtrrType: Check = among(mtrrTypes);

/** SDM table 12-7, "Effective page-level memory types": by the type of the MTRR, then by that of the PAT. */
const effective: Readonly<Record<MtrrType, Readonly<Record<X86MemoryType, MtrrType>>>> = {
  UC: { UC: "UC", "UC-": "UC", WC: "WC", WT: "UC", WP: "UC", WB: "UC" },
  WC: { UC: "UC", "UC-": "WC", WC: "WC", WT: "UC", WP: "UC", WB: "WC" },
  WT: { UC: "UC", "UC-": "UC", WC: "WC", WT: "WT", WP: "WP", WB: "WT" },
  WP: { UC: "UC", "UC-": "WC", WC: "WC", WT: "WT", WP: "WP", WB: "WP" },
  WB: { UC: "UC", "UC-": "UC", WC: "WC", WT: "WT", WP: "WP", WB: "WB" },
};

/**
 * The memory type of an access whose page says one thing and whose MTRR another.
 *
 * @throws Diagnostic (kind "program") for a type that does not exist there
 * @example patMtrrCombined("UC-", "WC") // "WC": ioremap() of a frame buffer with an MTRR
 */
export function patMtrrCombined(pat: X86MemoryType, mtrr: MtrrType): MtrrType {
  checkArgument("patMtrrCombined", "the type of the PAT", pat, x86MemoryType);
  checkArgument("patMtrrCombined", "the type of the MTRR", mtrr, mtrrType);
  return effective[mtrr][pat];
}
