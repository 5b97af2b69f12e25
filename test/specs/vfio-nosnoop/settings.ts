import { vfioNoSnoop } from "../../../specs/vfio-nosnoop/index.ts";
import { parameters, type NoSnoopSetting } from "../../../specs/vfio-nosnoop/parameters.ts";
import { variants, type NoSnoopVariant } from "../../../specs/vfio-nosnoop/variants.ts";
import type { Variant } from "../../../specs/spec.ts";

/** The names of the variants, typed. */
export const variantNames = Object.keys(vfioNoSnoop.variants).filter(
  (name): name is NoSnoopVariant => name in variants,
);

export const defaults: NoSnoopSetting = {
  arch: parameters.arch.values[0],
  enforceSnoop: parameters.enforceSnoop.values[0],
  noSnoopBit: parameters.noSnoopBit.values[0],
  bitAtOpen: parameters.bitAtOpen.values[0],
  trap: parameters.trap.values[0],
  function: parameters.function.values[0],
  device: parameters.device.values[0],
  flushAtMap: parameters.flushAtMap.values[0],
  migrates: parameters.migrates.values[0],
  flushAtUnpin: parameters.flushAtUnpin.values[0],
  flushKind: parameters.flushKind.values[0],
  iotlbMode: parameters.iotlbMode.values[0],
  hotplug: parameters.hotplug.values[0],
  replay: parameters.replay.values[0],
  flagRead: parameters.flagRead.values[0],
  reader: parameters.reader.values[0],
  guestAttr: parameters.guestAttr.values[0],
  guestPat: parameters.guestPat.values[0],
  registration: parameters.registration.values[0],
  s2fwb: parameters.s2fwb.values[0],
  driver: parameters.driver.values[0],
  wbinvd: parameters.wbinvd.values[0],
  region: parameters.region.values[0],
  mmio: parameters.mmio.values[0],
  lines: parameters.lines.values[0],
};

/** A variant's own setting, with changes. */
export function settingOf(variant: NoSnoopVariant, changes: Partial<NoSnoopSetting> = {}): NoSnoopSetting {
  const own: Variant<typeof parameters> = variants[variant];
  return { ...defaults, ...own.setting, ...changes };
}
