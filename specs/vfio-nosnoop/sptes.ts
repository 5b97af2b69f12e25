import { eptCombined, type Instruction } from "../../model/index.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import { mappingOf, page } from "./places.ts";
import { mapForGuest } from "./type1.ts";

/** The guest's mapping of the page with the memory type that the guest asks for. */
export const askedSpte = ({ arch, guestAttr }: NoSnoopSetting): bigint => mappingOf(page, arch, guestAttr);

/**
 * What KVM makes of it. x86: vmx_get_mt_mask(), with the ignore-PAT bit while no device with non-coherent DMA is registered;
 * a second zap of the SPTEs, at a late registration, is left out. arm64: stage 2 is Normal write-back, and takes the guest's
 * type for the stronger one, unless FEAT_S2FWB forces it.
 */
export function kvmSpte(setting: NoSnoopSetting): bigint {
  const { arch, guestAttr } = setting;
  if (arch === "arm64") return setting.s2fwb === "yes" ? mappingOf(page, arch, "WB") : askedSpte(setting);
  const ignorePat = setting.guestPat === "ignored" || setting.registration === "after-map";
  // By write-back of the EPT the type is the guest's, or write-back.
  const isGuests = eptCombined(guestAttr, "WB", { ignorePat }) === guestAttr;
  return isGuests ? askedSpte(setting) : mappingOf(page, arch, "WB");
}

/** The store that maps the page for the guest. */
export const sptesOf = (setting: NoSnoopSetting): readonly Instruction[] => [mapForGuest(kvmSpte(setting))];
