import { awaitValue, dsb, isb, mfence, str, type Instruction } from "../../model/index.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import { guestPage, noncoherentDmaCount, vmRuns } from "./places.ts";
import { kvmSpte } from "./sptes.ts";
import { get, ifZero, set, unlessZero } from "./type1.ts";

type Code = readonly Instruction[];

const x86 = (name: string): string => `arch/x86/kvm/x86.c:${name}()`;

/** Whether what KVM does depends on noncoherent_dma_count: on x86, where the guest asks for another type than WB. */
export const countsDevices = ({ arch, driver, guestAttr, guestPat }: NoSnoopSetting): boolean =>
  arch === "x86" && driver !== "none" && guestAttr !== "WB" && guestPat === "honoured";

/** KVM_DEV_VFIO_FILE_ADD: kvm_vfio_update_coherency(). No SPTE is there yet that had to be zapped. */
export const registerNoncoherentDma = (setting: NoSnoopSetting): Code =>
  countsDevices(setting) ? [set(noncoherentDmaCount, 1n, x86("kvm_arch_register_noncoherent_dma"))] : [];

export const unregisterNoncoherentDma = (setting: NoSnoopSetting): Code =>
  countsDevices(setting) ? [set(noncoherentDmaCount, 0n, x86("kvm_arch_unregister_noncoherent_dma"))] : [];

/** KVM maps the page for the guest: the type of the guest's accesses is that of the SPTE. */
export function mapForGuest(setting: NoSnoopSetting, honoursPat: boolean): Instruction {
  const source =
    setting.arch === "x86"
      ? "arch/x86/kvm/vmx/vmx.c:vmx_get_mt_mask()"
      : "arch/arm64/kvm/mmu.c:user_mem_abort()";
  return str(kvmSpte(setting, honoursPat), guestPage.spte, {
    kernel: "KVM maps the page for the guest",
    source,
  });
}

/** The VM runs, and its first access is an EPT violation or a stage-2 fault. */
export function enterGuest(setting: NoSnoopSetting): Code {
  const { arch, guestPat } = setting;
  const runs = awaitValue(vmRuns.va, 1n, {
    kernel: "KVM_RUN",
    order: arch === "x86" ? "plain" : "acquire",
  });
  const map = countsDevices(setting)
    ? [
        get("count", noncoherentDmaCount, "arch/x86/kvm/vmx/vmx.c:vmx_get_mt_mask()"),
        ...unlessZero("count", "PAT honoured", [mapForGuest(setting, true)]),
        ...ifZero("count", "PAT ignored", [mapForGuest(setting, false)]),
      ]
    : [mapForGuest(setting, guestPat === "honoured")];
  // Entry to the guest synchronises.
  const entry =
    arch === "x86" ? [mfence({ kernel: "VMRESUME" })] : [dsb("ishst"), isb({ kernel: "ERET to the guest" })];
  return [runs, ...map, ...entry];
}
