import {
  descriptor,
  ioDescriptor,
  linuxMair,
  MT_S2,
  MT_S2_FWB,
  stage2Descriptor,
  type MemoryType,
} from "../../model/index.ts";
import { physical } from "./board.ts";
import type { ResetSetting } from "./parameters.ts";

/** A descriptor with the name that traces give it. */
export interface Mapped {
  readonly name: string;
  readonly word: bigint;
}

/** MAIR_EL1 as Linux has it: the index of a type. */
const attributesOf = (type: MemoryType): number => linuxMair.findIndex((other) => other === type);

/** A mapping of the kernel or of a process. */
export const stage1 = (oa: bigint, type: MemoryType): bigint =>
  descriptor({ oa, attributes: attributesOf(type) });

/** What stage 2 says of the BAR; null: KVM refuses to map it (-EFAULT). */
type Stage2Choice = "NORMAL" | "NORMAL_NC" | "DEVICE_nGnRE" | "DEVICE_nGnRnE";

/** MemAttr[3:0] of Device-nGnRnE, with FWB and without: Linux has no name for it. */
const DEVICE_nGnRnE = 0;

/** kvm_s2_fault_compute_prot() and the checks before it (arch/arm64/kvm/mmu.c), of a VM_PFNMAP VMA. */
export function stage2Choice(setting: ResetSetting): Stage2Choice | null {
  const { vmaType, cacheablePfnmap, fwb, cacheDic, mte, s2Policy, bus } = setting;
  if (vmaType === "cacheable") {
    // kvm_supports_cacheable_pfnmap()
    if (cacheablePfnmap === "checked" && (fwb === "no" || cacheDic === "no")) return null;
    // Cacheable memory of a VM with MTE has tags, for which the VMA needs VM_MTE_ALLOWED.
    return mte === "yes" ? null : "NORMAL";
  }
  switch (s2Policy) {
    case "device":
      return "DEVICE_nGnRE";
    case "nc-all-uncached":
      return "NORMAL_NC";
    case "nc-if-pgprot-device":
      return vmaType === "noncached" ? "DEVICE_nGnRnE" : "NORMAL_NC";
    case "nc-if-vm-flag":
      // VM_ALLOW_ANY_UNCACHED: set by vfio_pci_core_mmap(), and never by vfio-platform, fsl-mc and cdx.
      return bus === "pci" ? "NORMAL_NC" : "DEVICE_nGnRE";
  }
}

const choiceNames = {
  NORMAL: "Normal",
  NORMAL_NC: "Normal-NC",
  DEVICE_nGnRE: "Device-nGnRE",
  DEVICE_nGnRnE: "Device-nGnRnE",
} as const;

/** The stage-2 descriptor of the BAR, or null where KVM refuses. */
export function stage2Bar(setting: ResetSetting): Mapped | null {
  const choice = stage2Choice(setting);
  if (choice === null) return null;
  const attributes = { ...(setting.fwb === "yes" ? MT_S2_FWB : MT_S2), DEVICE_nGnRnE };
  const memAttr = attributes[choice];
  return {
    name: `BAR, stage 2 ${choiceNames[choice]}`,
    word: stage2Descriptor({ oa: physical.bar, memAttr }),
  };
}

const vmaTypes = {
  noncached: "Device-nGnRnE",
  device: "Device-nGnRE",
  writecombine: "Normal-NC",
  cacheable: "Normal-WB",
} as const;

/** The VMM's own mapping of the BAR, or null where it has none. */
export function userBar({ vmaType, vmmPte }: ResetSetting): Mapped | null {
  if (vmmPte === "none") return null;
  const type = vmaTypes[vmaType];
  return { name: `BAR, ${type}`, word: stage1(physical.bar, type) };
}

/** The importer's mapping of the BAR, and the device's of the guest's memory. */
export const importerBar: Mapped = {
  name: "BAR, peer to peer",
  word: ioDescriptor({ oa: physical.bar, readable: true, writable: true, snoop: false }),
};
export const deviceMemory: Mapped = {
  name: "guest memory, DMA",
  word: ioDescriptor({ oa: physical.guestMemory, readable: true, writable: true, snoop: false }),
};
