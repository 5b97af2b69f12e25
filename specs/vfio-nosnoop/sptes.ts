import { eptCombined } from "../../model/index.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import { mappingOf, page } from "./places.ts";

/** The guest's mapping of the page with the memory type that the guest asks for. */
export const askedSpte = ({ arch, guestAttr }: NoSnoopSetting): bigint => mappingOf(page, arch, guestAttr);

/**
 * What KVM makes of it. x86: vmx_get_mt_mask(), write-back and, unless the guest's PAT is honoured, the ignore-PAT bit.
 * arm64: stage 2 is Normal write-back and takes the guest's type for the stronger one, unless FEAT_S2FWB forces it.
 */
export function kvmSpte(setting: NoSnoopSetting, honoursPat: boolean): bigint {
  const { arch, guestAttr, s2fwb } = setting;
  const isGuests =
    arch === "arm64"
      ? s2fwb === "no"
      : eptCombined(guestAttr, "WB", { ignorePat: !honoursPat }) === guestAttr;
  return isGuests ? askedSpte(setting) : mappingOf(page, arch, "WB");
}
