import {
  dmb,
  downWrite,
  dsb,
  iotlbInvalidate,
  isb,
  str,
  tlbi,
  upWrite,
  type Instruction,
} from "../../model/index.ts";
import { importer, ptes, virtual } from "./board.ts";
import { kernelData } from "./kernel-data.ts";
import type { ResetSetting } from "./parameters.ts";

/*
 * vfio_pci_zap_bars(), or the munmap() of the last close: unmap_mapping_range() takes the BAR's PTEs away, the mmu notifier
 * those of stage 2 before it.
 */

const kvmMain = "virt/kvm/kvm_main.c";
const pgtable = "arch/arm64/kvm/hyp/pgtable.c:stage2_unmap_put_pte()";
const tlb = "arch/arm64/kvm/hyp/vhe/tlb.c";

/** All mappings of the BAR by CPUs go: of the guest and of the VMM. */
export const zap = (setting: ResetSetting): readonly Instruction[] => [
  ...invalidateRangeStart(setting),
  ...(setting.vmmPte === "mapped" ? zapUser(setting) : []),
  ...invalidateRangeEnd(setting),
];

/** A full DSB, unless the setting leaves them out. */
const fullDsb = ({ fullDsb: kept }: ResetSetting, source: string): readonly Instruction[] =>
  kept === "yes" ? [dsb("ish", { source })] : [];

/** kvm_mmu_notifier_invalidate_range_start(): counts the invalidation in, and unmaps stage 2 under mmu_lock. */
function invalidateRangeStart(setting: ResetSetting): readonly Instruction[] {
  const source = `${kvmMain}:kvm_mmu_invalidate_begin()`;
  const counted = setting.vcpus === "2";
  return [
    ...(counted
      ? [
          downWrite("mmu_lock", { kernel: "write_lock(&kvm->mmu_lock)", source }),
          str(1n, kernelData.invalidateInProgress, { kernel: "kvm->mmu_invalidate_in_progress++", source }),
        ]
      : []),
    ...unmapStage2(setting),
    ...(counted ? [upWrite("mmu_lock", { kernel: "write_unlock(&kvm->mmu_lock)", source })] : []),
  ];
}

/**
 * kvm_unmap_gfn_range(), __unmap_stage2_range(): the TLBI of the address at once, or, with FEAT_TLBIRANGE and FWB, one of the
 * range at the end (stage2_unmap_defer_tlb_flush()): for one page the same but for its name.
 */
function unmapStage2(setting: ResetSetting): readonly Instruction[] {
  const deferred = setting.tlbiRange === "yes" && setting.fwb === "yes";
  const source = `${tlb}:${deferred ? "__kvm_tlb_flush_vmid_range()" : "__kvm_tlb_flush_vmid_ipa()"}`;
  const operation = deferred ? "ripas2e1is" : "ipas2e1is";
  return [
    str(0n, ptes.stage2, { kernel: "kvm_clear_pte(ctx->ptep)", source: pgtable }),
    dsb("ishst", { source }),
    tlbi("ipas2e1is", virtual.guestBar.va, null, { kernel: `__tlbi(${operation}, ipa)`, source }),
    ...fullDsb(setting, source),
    tlbi("vmalle1is", null, null, { kernel: "__tlbi(vmalle1is)", source }),
    ...fullDsb(setting, source),
    isb({ source }),
  ];
}

/** zap_pte_range() and flush_tlb_range() of the VMM. */
function zapUser(setting: ResetSetting): readonly Instruction[] {
  const source = "arch/arm64/include/asm/tlbflush.h:__flush_tlb_range()";
  return [
    str(0n, ptes.user, { kernel: "ptep_get_and_clear()", source: "mm/memory.c:zap_pte_range()" }),
    dsb("ishst", { source }),
    // With VHE the kernel's EL1&0 operations are about its own regime, that of EL2 and EL0 (HCR_EL2.E2H, TGE).
    tlbi("vale2is", virtual.userBar.va, null, { kernel: "__tlbi(vale1is, addr)", source }),
    ...fullDsb(setting, source),
  ];
}

/** kvm_mmu_notifier_invalidate_range_end(). */
function invalidateRangeEnd({ vcpus }: ResetSetting): readonly Instruction[] {
  if (vcpus !== "2") return [];
  const source = `${kvmMain}:kvm_mmu_invalidate_end()`;
  return [
    downWrite("mmu_lock", { kernel: "write_lock(&kvm->mmu_lock)", source }),
    str(1n, kernelData.invalidateSeq, { kernel: "kvm->mmu_invalidate_seq++", source }),
    dmb("ishst", { kernel: "smp_wmb()", source }),
    str(0n, kernelData.invalidateInProgress, { kernel: "kvm->mmu_invalidate_in_progress--", source }),
    upWrite("mmu_lock", { kernel: "write_unlock(&kvm->mmu_lock)", source }),
  ];
}

/** vfio_pci_dma_buf_move(vdev, true): the importer unmaps the BAR from its IOMMU domain. */
export function moveDmaBufs({ importer: imported, dmaBufMove }: ResetSetting): readonly Instruction[] {
  if (imported === "no" || dmaBufMove === "no") return [];
  const source = "drivers/vfio/pci/vfio_pci_dmabuf.c:vfio_pci_dma_buf_move()";
  return [
    str(0n, ptes.importer, { kernel: "iommu_unmap()", source }),
    iotlbInvalidate(importer, virtual.importerBar.va, { source }),
  ];
}
