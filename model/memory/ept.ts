import { checkArgument } from "../validate/arguments.ts";
import { flag, integer } from "../validate/checks.ts";
import { programError } from "../validate/place.ts";
import { record } from "../validate/record.ts";
import { x86MemoryType, type X86MemoryType } from "./memory-type.ts";
import { mtrrType, patMtrrCombined, type MtrrType } from "./mtrr.ts";

/** Bits 5:3 of an EPT entry (SDM 29.3.7.2); others are a misconfiguration. */
const encodings: readonly (MtrrType | "reserved")[] = ["UC", "WC", "reserved", "reserved", "WT", "WP", "WB"];

/** Checks the last argument of eptCombined(). */
const eptOptions = record("an object", { ignorePat: flag }, () => "");

/**
 * The memory type of bits 5:3 of an EPT entry.
 *
 * @throws Diagnostic (kind "program") for a reserved encoding, an EPT misconfiguration
 */
export function decodeEptMemoryType(bits: number): MtrrType {
  checkArgument("decodeEptMemoryType", "the memory type", bits, integer(0, 7));
  const type = encodings[bits] ?? "reserved";
  if (type !== "reserved") return type;
  throw programError(
    "EPT",
    `the memory type ${bits} does not exist`,
    "an access through the entry is an EPT misconfiguration",
    "there is: 0 UC, 1 WC, 4 WT, 5 WP, 6 WB",
  );
}

/**
 * The memory type of a guest's access (SDM 29.3.7.2, CR0.CD clear). With the ignore-PAT bit of the EPT entry it is that
 * of the EPT; else the EPT takes the place of the MTRR, which has no say. KVM without non-coherent DMA writes WB and
 * ignore PAT, with it WB alone (arch/x86/kvm/vmx/vmx.c, vmx_get_mt_mask()).
 *
 * @throws Diagnostic (kind "program") for a type that does not exist there
 * @example eptCombined("UC", "WB", { ignorePat: true }) // "WB"
 */
export function eptCombined(
  guestPat: X86MemoryType,
  eptType: MtrrType,
  options: { readonly ignorePat: boolean },
): MtrrType {
  checkArgument("eptCombined", "the type of the guest's PAT", guestPat, x86MemoryType);
  checkArgument("eptCombined", "the type of the EPT", eptType, mtrrType);
  checkArgument("eptCombined", "the last argument", options, eptOptions);
  return options.ignorePat ? eptType : patMtrrCombined(guestPat, eptType);
}
