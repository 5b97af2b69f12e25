import { parameters, type FixmapSetting } from "../../../specs/pkvm-fixmap/parameters.ts";
import { pkvmFixmap } from "../../../specs/pkvm-fixmap/index.ts";
import type { Variant } from "../../../specs/spec.ts";
import { variants, type FixmapVariant } from "../../../specs/pkvm-fixmap/variants.ts";

/** The names of the variants, typed. */
export const variantNames = Object.keys(pkvmFixmap.variants).filter(
  (name): name is FixmapVariant => name in variants,
);

const defaults: FixmapSetting = {
  sharedTables: parameters.sharedTables.values[0],
  cnp: parameters.cnp.values[0],
  peers: parameters.peers.values[0],
  peerAccess: parameters.peerAccess.values[0],
  ets2: parameters.ets2.values[0],
  bbmLevel: parameters.bbmLevel.values[0],
  bbmCoversOA: parameters.bbmCoversOA.values[0],
  changeKind: parameters.changeKind.values[0],
  tlbiDrainsOldAccesses: parameters.tlbiDrainsOldAccesses.values[0],
  entryExitCSE: parameters.entryExitCSE.values[0],
  ttl: parameters.ttl.values[0],
  levelHint: parameters.levelHint.values[0],
  slotKind: parameters.slotKind.values[0],
  pageShift: parameters.pageShift.values[0],
  lock: parameters.lock.values[0],
  nested: parameters.nested.values[0],
  mapBarrier: parameters.mapBarrier.values[0],
  mapIsb: parameters.mapIsb.values[0],
  storeBarrier: parameters.storeBarrier.values[0],
  tlbi: parameters.tlbi.values[0],
  syncBarrier: parameters.syncBarrier.values[0],
  unmapIsb: parameters.unmapIsb.values[0],
};

/** A variant's own setting, with changes. */
export function settingOf(variant: FixmapVariant, changes: Partial<FixmapSetting> = {}): FixmapSetting {
  const own: Variant<typeof parameters> = variants[variant];
  return { ...defaults, ...own.setting, ...changes };
}
