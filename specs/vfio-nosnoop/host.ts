import { awaitValue, dmb, mark, program, str, type Instruction, type Program } from "../../model/index.ts";
import { flush } from "./caches.ts";
import { registerNoncoherentDma, unregisterNoncoherentDma } from "./kvm.ts";
import { perLine } from "./lines.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import {
  hotplugRequest,
  memslot,
  oldPage,
  otherIova,
  ownersMapping,
  page,
  SECRET,
  unpinned,
  ZERO,
  type Place,
} from "./places.ts";
import {
  attachGroup,
  enforceLate,
  iommuMap,
  iommuUnmap,
  lateSync,
  mapDma,
  readTwice,
  replayFlush,
  set,
  unmapDma,
} from "./type1.ts";

type Code = readonly Instruction[];

/** By which mapping the host uses the page before and after. */
export const hostMapping = ({ region }: NoSnoopSetting): Place =>
  region === "no-linear-map" ? ownersMapping : page;

/** Whether the page is unmapped and unpinned in the end: while a driver of the guest is at work it stays. */
export const isReleased = ({ driver }: NoSnoopSetting): boolean => driver === "none";

/** VFIO's user: the page gets to the device, and comes back. */
export function hostProgram(setting: NoSnoopSetting): Program {
  const own = hostMapping(setting);
  const { registration } = setting;
  return program(
    ...handOver(setting, own),
    ...(registration === "after-map" ? [] : registerNoncoherentDma(setting)),
    ...mapDma(setting),
    ...setMemoryRegion(setting),
    ...(registration === "after-map" ? registerNoncoherentDma(setting) : []),
    ...(registration === "dropped-early" ? unregisterNoncoherentDma(setting) : []),
    ...enforceLate(setting),
    ...(setting.hotplug === "replaced" ? replaceGroup(setting) : []),
    ...(isReleased(setting) ? release(setting, own) : []),
  );
}

/** The page becomes memory of the guest: from here on it may touch it. */
const setMemoryRegion = ({ arch }: NoSnoopSetting): Code => [
  ...(arch === "arm64" ? [dmb("ish", { kernel: "smp_mb()" })] : []),
  set(memslot, 1n, "virt/kvm/kvm_main.c:kvm_set_memory_region()"),
];

/** The page's former owner writes its secret; zeroed, the page gets to the user; it may migrate before it is pinned. */
function handOver(setting: NoSnoopSetting, own: Place): Code {
  const { arch, flushAtMap, migrates } = setting;
  const allocated = migrates === "yes" ? oldPage : own;
  // The flush goes by the linear map, whatever the owner uses.
  const flushed = migrates === "yes" ? oldPage : page;
  const source = "drivers/vfio/vfio_iommu_type1.c:vaddr_get_pfns()";
  // __SetPageUptodate(), after the zeroing.
  const zeroed = arch === "arm64" ? [dmb("ishst", { kernel: "smp_wmb()" })] : [];
  return [
    ...perLine(own, setting, ({ va, name }) => str(SECRET, va, { kernel: `write SECRET to ${name}` })),
    ...(flushAtMap === "before-zeroing" ? flush(flushed, setting, source) : []),
    ...perLine(allocated, setting, ({ va, name }) => str(ZERO, va, { kernel: `clear_page(${name})` })),
    ...zeroed,
    ...(flushAtMap === "before-pin" ? flush(flushed, setting, source) : []),
    ...(migrates === "yes"
      ? [
          ...perLine(own, setting, ({ va }) =>
            str(ZERO, va, { kernel: "migrate_folio()", source: "mm/migrate.c:folio_mc_copy()" }),
          ),
          ...zeroed,
        ]
      : []),
  ];
}

function release(setting: NoSnoopSetting, own: Place): Code {
  const unmapped = [...unmapDma(setting), mark("unpinned", { kernel: "unpin_user_pages_dirty_lock()" })];
  const { reader, arch } = setting;
  if (reader === "host") return [...unmapped, ...readTwice(own, setting), ...lateSync(setting)];
  return [
    ...unmapped,
    ...(arch === "arm64" ? [dmb("ish", { kernel: "smp_mb()" })] : []),
    set(unpinned, 1n, "mm/ksm.c"),
    ...lateSync(setting),
  ];
}

/** KSM: it compares the page with others once it is not pinned any more. */
export const ksmdProgram = (setting: NoSnoopSetting): Program =>
  program(
    awaitValue(unpinned.va, 1n, { kernel: "the page is unpinned", ...order(setting) }),
    ...readTwice(hostMapping(setting), setting),
  );

/** The thread that attaches the non-coherent group. */
export const attachProgram = (setting: NoSnoopSetting): Program => program(...attachGroup(setting));

/** The first group goes; when the guest has written its data, the second comes. The page stays pinned all the time. */
function replaceGroup(setting: NoSnoopSetting): Code {
  const source = "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_replay()";
  return [
    ...iommuUnmap(setting),
    mark("first group detached"),
    awaitValue(hotplugRequest.va, 1n, { kernel: "VFIO_GROUP_SET_CONTAINER", ...order(setting) }),
    ...replayFlush(setting),
    ...iommuMap(otherIova, setting),
    mark("second group attached", { source }),
  ];
}

/** A load of x86 needs no order to acquire. */
export const order = ({ arch }: NoSnoopSetting) =>
  arch === "x86" ? ({ order: "plain" } as const) : ({ order: "acquire" } as const);
