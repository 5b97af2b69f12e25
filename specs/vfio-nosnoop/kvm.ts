import { awaitValue, dsb, isb, mfence, str, type Instruction } from "../../model/index.ts";
import { flush } from "./caches.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import { guestPage, memslot, noncoherentDmaCount, page } from "./places.ts";
import { kvmSpte } from "./sptes.ts";
import { get, ifZero, set, unlessZero } from "./type1.ts";

type Code = readonly Instruction[];

const x86 = (name: string): string => `arch/x86/kvm/x86.c:${name}()`;
const memoryType = "arch/x86/kvm/vmx/vmx.c:vmx_get_mt_mask()";
const stage2Map = "arch/arm64/kvm/hyp/pgtable.c:stage2_map_walker_try_leaf()";

/** Whether what KVM does depends on noncoherent_dma_count: on x86, where the guest asks for another type than WB. */
export const countsDevices = ({ arch, guestAttr, guestPat }: NoSnoopSetting): boolean =>
  arch === "x86" && guestAttr !== "WB" && guestPat === "honoured";

/** kvm_vfio_update_coherency(): a domain that enforces coherency is not registered. */
const registers = (setting: NoSnoopSetting): boolean =>
  countsDevices(setting) && setting.enforceSnoop !== "yes";

/** KVM_DEV_VFIO_FILE_ADD. No SPTE is there yet that had to be zapped. */
export const registerNoncoherentDma = (setting: NoSnoopSetting): Code =>
  registers(setting) ? [set(noncoherentDmaCount, 1n, x86("kvm_arch_register_noncoherent_dma"))] : [];

/** KVM_DEV_VFIO_FILE_DEL. */
export const unregisterNoncoherentDma = (setting: NoSnoopSetting): Code =>
  registers(setting) ? [set(noncoherentDmaCount, 0n, x86("kvm_arch_unregister_noncoherent_dma"))] : [];

/** The guest's first access to the page: an EPT violation or a stage-2 fault, and back. */
export function faultIn(setting: NoSnoopSetting): Code {
  const { arch } = setting;
  const present = awaitValue(memslot.va, 1n, {
    kernel: "the page is in a memslot",
    order: arch === "x86" ? "plain" : "acquire",
  });
  return [present, ...(arch === "x86" ? mapOnX86(setting) : mapOnArm64(setting))];
}

function mapOnX86(setting: NoSnoopSetting): Code {
  const map = (honoursPat: boolean): Instruction =>
    str(kvmSpte(setting, honoursPat), guestPage.spte, { kernel: "mmu_set_spte()", source: memoryType });
  const maps = countsDevices(setting)
    ? [
        get("count", noncoherentDmaCount, memoryType),
        ...unlessZero("count", "PAT honoured", [map(true)]),
        ...ifZero("count", "PAT ignored", [map(false)]),
      ]
    : [map(setting.guestPat !== "ignored")];
  // Entry to the guest serialises.
  return [...maps, mfence({ kernel: "VMRESUME" })];
}

/** Without FEAT_S2FWB the guest may look past the caches: clean_dcache_guest_page() before the page is there. */
function mapOnArm64(setting: NoSnoopSetting): Code {
  const { s2fwb, region } = setting;
  const cleans = s2fwb === "no" && region !== "no-linear-map";
  return [
    ...(cleans ? flush(page, { ...setting, flushKind: "clean-and-invalidate" }, stage2Map) : []),
    str(kvmSpte(setting, true), guestPage.spte, {
      kernel: "smp_store_release(ptep, new)",
      source: stage2Map,
    }),
    dsb("ishst", { source: stage2Map }),
    isb({ kernel: "ERET to the guest" }),
  ];
}
