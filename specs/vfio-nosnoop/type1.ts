import {
  cbnz,
  cbz,
  iotlbInvalidate,
  ldr,
  lock,
  mark,
  mfence,
  str,
  unlock,
  type Instruction,
} from "../../model/index.ts";
import { flush } from "./caches.ts";
import { devices, loads, points } from "./labels.ts";
import { loadLine } from "./lines.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import {
  bar,
  cacheFlushRequired,
  dmaList,
  domainList,
  hasNoncoherentDomain,
  ioMapping,
  iova,
  page,
  snoopedIoMapping,
  type Iova,
  type Place,
} from "./places.ts";

type Code = readonly Instruction[];

const type1 = (name: string): string => `drivers/vfio/vfio_iommu_type1.c:${name}()`;

/** What of struct vfio_iommu decides while others change it: somebody attaches a group, or the guest traps. */
export const hasRaces = ({ hotplug, noSnoopBit }: NoSnoopSetting): boolean =>
  hotplug === "added" || noSnoopBit === "trapped";

/** A field of struct vfio_iommu or struct vfio_dma. */
export const set = ({ va, name }: Place, value: bigint, source: string): Instruction =>
  str(value, va, { kernel: `${name} = ${value}`, source });

export const get = (to: string, { va, name }: Place, source: string): Instruction =>
  ldr(to, va, { kernel: `${to} = ${name}`, source });

export const takeLock = (source: string): Instruction =>
  lock("iommu->lock", { kernel: "mutex_lock(&iommu->lock)", source });

export const releaseLock = (source: string): Instruction =>
  unlock("iommu->lock", { kernel: "mutex_unlock(&iommu->lock)", source });

/** Flushes what was pinned: RAM, and the pages of a BAR unless those are left out. */
export function flushRegion(setting: NoSnoopSetting, source: string): Code {
  const mmio = setting.region === "ram-and-mmio" && setting.mmio === "flushed";
  return [...flush(page, setting, source), ...(mmio ? flush(bar, { ...setting, lines: "1" }, source) : [])];
}

/** Code that runs if a register is not 0. */
export const unlessZero = (condition: string, label: string, code: Code): Code =>
  code.length === 0
    ? []
    : [
        cbz(condition, label, { kernel: `if (!${condition}) skip` }),
        ...code,
        mark(label, { kernel: "end if" }),
      ];

/** Code that runs if a register is 0. */
export const ifZero = (condition: string, label: string, code: Code): Code => [
  cbnz(condition, label, { kernel: `if (${condition}) skip` }),
  ...code,
  mark(label, { kernel: "end if" }),
];

/** `iommu_map()`: what it is stored as, and for good. */
export function iommuMap({ pte, name }: Iova, { enforceSnoop }: NoSnoopSetting): Code {
  const word = enforceSnoop === "yes" ? snoopedIoMapping : ioMapping;
  return [str(word, pte, { kernel: `iommu_map(${name})`, source: type1("vfio_iommu_map") })];
}

/** `enforce_cache_coherency()` after the mapping: its entries are rewritten, the old ones invalidated. */
export const enforceLate = ({ enforceSnoop }: NoSnoopSetting): Code =>
  enforceSnoop === "late"
    ? [
        str(snoopedIoMapping, iova.pte, { kernel: "ops->enforce_cache_coherency()" }),
        iotlbInvalidate(devices.assigned, iova.va),
      ]
    : [];

/** `iommu_unmap_fast()`, and `iommu_iotlb_sync()` where it belongs to the unmap. */
export const iommuUnmap = ({ iotlbMode }: NoSnoopSetting): Code => [
  str(0n, iova.pte, { kernel: `iommu_unmap_fast(${iova.name})`, source: type1("vfio_unmap_unpin") }),
  ...(iotlbMode === "lazy" ? [] : [sync(iotlbMode === "strict")]),
];

/** What a flush queue does sometime. */
export const lateSync = ({ iotlbMode }: NoSnoopSetting): Code => (iotlbMode === "lazy" ? [sync(true)] : []);

const sync = (drains: boolean): Instruction =>
  iotlbInvalidate(devices.assigned, iova.va, { drains, source: type1("vfio_sync_unpin") });

/** VFIO_IOMMU_MAP_DMA: vfio_pin_map_dma(), with the domains that the container has. */
export function mapDma(setting: NoSnoopSetting): Code {
  const source = type1("vfio_pin_map_dma");
  const flushes = setting.flushAtMap === "after-pin" ? flushRegion(setting, source) : [];
  const pinned = [
    // LOCK ADD of x86 waits for the zeroing; on arm64 the barrier after the zeroing has.
    ...(setting.arch === "x86"
      ? [mfence({ kernel: "folio_ref_add()", source: "mm/gup.c:try_grab_folio()" })]
      : []),
    mark(points.pinned, { kernel: "pin_user_pages_remote()", source }),
  ];
  if (!hasRaces(setting)) return [...pinned, ...flushes, ...iommuMap(iova, setting)];
  const readFlag = get("flag", hasNoncoherentDomain, source);
  const early = setting.flagRead === "outside-lock";
  const map = iommuMap(iova, setting);
  return [
    ...(early ? [readFlag] : []),
    takeLock(source),
    ...(early ? [] : [readFlag]),
    ...pinned,
    ...unlessZero("flag", "flushed at map", flushes),
    str("flag", cacheFlushRequired.va, { kernel: `${cacheFlushRequired.name} = flag`, source }),
    ...(setting.hotplug === "added"
      ? [get("domain", domainList, source), ...unlessZero("domain", "mapped", map)]
      : map),
    set(dmaList, 1n, source),
    releaseLock(source),
  ];
}

/** VFIO_IOMMU_UNMAP_DMA: vfio_remove_dma(). */
export function unmapDma(setting: NoSnoopSetting): Code {
  const source = type1("vfio_sync_unpin");
  const { flushAtUnpin } = setting;
  const flushes = flushAtUnpin === "no" ? [] : flushRegion(setting, source);
  const unmap = iommuUnmap(setting);
  const released = (code: Code): Code =>
    flushAtUnpin === "before-sync" ? [...unmap.slice(0, 1), ...code, ...unmap.slice(1)] : [...unmap, ...code];
  if (!hasRaces(setting)) return released(flushes);
  return [
    takeLock(source),
    set(dmaList, 0n, source),
    get("required", cacheFlushRequired, source),
    ...released(unlessZero("required", "flushed at unpin", flushes)),
    releaseLock(source),
  ];
}

/** vfio_iommu_type1_attach_group() of a non-coherent group, with vfio_iommu_replay() of what is mapped. */
export function attachGroup(setting: NoSnoopSetting): Code {
  const source = type1("vfio_iommu_replay");
  return [
    takeLock(source),
    set(hasNoncoherentDomain, 1n, source),
    set(domainList, 1n, source),
    get("present", dmaList, source),
    ...unlessZero("present", "replayed", [
      ...replayFlush(setting),
      set(cacheFlushRequired, 1n, source),
      ...iommuMap(iova, setting),
    ]),
    releaseLock(source),
  ];
}

/** The flush of a replay: the patch leaves it out where the page was flushed before. */
export function replayFlush(setting: NoSnoopSetting): Code {
  const source = type1("vfio_iommu_replay");
  const flushes = flushRegion(setting, source);
  switch (setting.replay) {
    case "never":
      return [];
    case "always":
      return flushes;
    case "unless-flushed":
      return [get("flushed", cacheFlushRequired, source), ...ifZero("flushed", "flushed in replay", flushes)];
  }
}

/** The two reads of whoever has the page after the unpin: page_to_virt(), memcmp() of KSM. */
export const readTwice = (place: Place, setting: NoSnoopSetting): Code =>
  loadLine(place, setting, [
    { to: "first", label: loads.first, kernel: `read ${place.name}` },
    { to: "second", label: loads.second, kernel: `read ${place.name} again` },
  ]);
