import {
  b,
  binary,
  cbnz,
  cbz,
  dmb,
  downRead,
  endMark,
  ldr,
  mark,
  program,
  register,
  str,
  upRead,
  type Instruction,
  type Program,
} from "../../model/index.ts";
import { ptes } from "./board.ts";
import { kernelData } from "./kernel-data.ts";
import { stage2Bar, userBar } from "./mappings.ts";
import type { ResetSetting } from "./parameters.ts";

/** Labels of the stores that install a PTE, and the marks before them, where nothing is left to check. */
export const installs = {
  user: { decided: "memory_lock is held", store: "vmf_insert_pfn()" },
  stage2: { decided: "no invalidation since mmu_seq", store: "kvm_pgtable_stage2_map()" },
} as const;

/** The mark where the fault is handled. */
export const handled = "the vCPU has its mapping";

/** The mark where an invalidation sends the fault back. */
export const retry = "retry";

const source = "arch/arm64/kvm/mmu.c:kvm_s2_fault()";
const vfio = "drivers/vfio/pci/vfio_pci_core.c:vfio_pci_mmap_huge_fault()";

/**
 * kvm_s2_fault() of a vCPU that has faulted on the BAR, with the fault of the VMA that hva_to_pfn() takes. -EAGAIN lets the
 * guest run on, which faults again: a loop that may go round any number of times.
 */
export function faultProgram(setting: ResetSetting): Program {
  const mapping = stage2Bar(setting);
  // KVM has returned -EFAULT to the VMM.
  if (mapping === null) return program();
  return program(
    ldr("seq", kernelData.invalidateSeq, {
      kernel: "mmu_seq = kvm->mmu_invalidate_seq",
      source,
      label: "fault",
    }),
    dmb("ishld", { kernel: "smp_rmb()", source }),
    ...userFault(setting),
    downRead("mmu_lock", { kernel: "read_lock(&kvm->mmu_lock)", source }),
    ...mmuInvalidateRetry,
    mark(installs.stage2.decided),
    str(mapping.word, ptes.stage2, {
      kernel: "kvm_pgtable_stage2_map()",
      source,
      label: installs.stage2.store,
    }),
    endMark(handled),
    upRead("mmu_lock", { kernel: "read_unlock(&kvm->mmu_lock)", source }),
    b("end", { kernel: "return 0", source }),
    mark(retry),
    upRead("mmu_lock", { kernel: "read_unlock(&kvm->mmu_lock)", source }),
    b("fault", { kernel: "-EAGAIN", source, bound: "closes" }),
    ...(checksMemorySpace(setting)
      ? [mark("sigbus"), upRead("memory_lock", { kernel: "up_read(&vdev->memory_lock)", source: vfio })]
      : []),
  );
}

/** Whether the VMM's PTE is installed by a fault; before abafbc551fdd, and by vfio-platform, by remap_pfn_range() at mmap(). */
export const takesUserFault = ({ memoryLock, bus, vmmPte }: ResetSetting): boolean =>
  memoryLock === "yes" && bus === "pci" && vmmPte === "mapped";

/** Whether it matters that the handler looks: memory space is disabled without memory_lock held until it is enabled again. */
export const checksMemorySpace = (setting: ResetSetting): boolean =>
  setting.resetPath === "command" && setting.vcpus === "2" && takesUserFault(setting);

/** The fault of the VMA: its PTE is installed under memory_lock, unless memory space is disabled. */
function userFault(setting: ResetSetting): readonly Instruction[] {
  const mapping = userBar(setting);
  if (mapping === null || !takesUserFault(setting)) return [];
  const isEnabled = [
    ldr("command", kernelData.virtualCommand, { kernel: "__vfio_pci_memory_enabled()", source: vfio }),
    cbz(register("command"), "sigbus", { kernel: "return VM_FAULT_SIGBUS", source: vfio }),
  ];
  return [
    downRead("memory_lock", { kernel: "down_read(&vdev->memory_lock)", source: vfio }),
    ...(checksMemorySpace(setting) ? isEnabled : []),
    mark(installs.user.decided),
    str(mapping.word, ptes.user, {
      kernel: "vmf_insert_pfn()",
      source: vfio,
      label: installs.user.store,
    }),
    upRead("memory_lock", { kernel: "up_read(&vdev->memory_lock)", source: vfio }),
  ];
}

/** mmu_invalidate_retry(): an invalidation is under way, or there was one since mmu_seq. */
const mmuInvalidateRetry: readonly Instruction[] = [
  ldr("busy", kernelData.invalidateInProgress, { kernel: "kvm->mmu_invalidate_in_progress", source }),
  cbnz(register("busy"), retry, { kernel: "mmu_invalidate_retry()", source }),
  dmb("ishld", { kernel: "smp_rmb()", source }),
  ldr("now", kernelData.invalidateSeq, { kernel: "kvm->mmu_invalidate_seq", source }),
  cbnz(binary("xor", register("now"), register("seq")), retry, {
    kernel: "mmu_invalidate_retry()",
    source,
  }),
];
