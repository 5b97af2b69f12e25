import type { Setting } from "../spec.ts";

/**
 * What the brief lists; the first value is the default, which is Linux 7.1 with vfio-pci on a machine that keeps its promises.
 * Those about what is not in use (an importer, an ATC, a cacheable VMA) have no effect.
 */
export const parameters = {
  bus: { about: "vfio-pci, or vfio-platform (fsl-mc and cdx are like it)", values: ["pci", "platform"] },
  trigger: {
    about: "what makes vfio reset the device: its ioctl, or the last close, when the VMAs are gone",
    values: ["ioctl", "close"],
  },
  resetPath: {
    about:
      "FLR by config write; slot or bus reset; the AML of _RST; vfio-platform's hook for a DT device; no reset, but memory space disabled in PCI_COMMAND",
    values: ["flr", "slot", "aml", "dt", "command"],
  },
  s2Policy: {
    about:
      "stage-2 type of uncached IO memory: NC where the VMA has VM_ALLOW_ANY_UNCACHED (6.9), NC everywhere (v2 of the patch), Device (before), or by the VMM's PTE (the mail's idea): NC for pgprot_device(), nGnRnE for pgprot_noncached()",
    values: ["nc-if-vm-flag", "nc-all-uncached", "device", "nc-if-pgprot-device"],
  },
  vmaType: {
    about:
      "memory type of the VMM's own mapping: pgprot_noncached(), _device(), _writecombine(), or cacheable",
    values: ["noncached", "device", "writecombine", "cacheable"],
  },
  cacheablePfnmap: {
    about: "KVM maps a cacheable VMA without struct pages only with FWB and DIC (6.17), or always",
    values: ["checked", "unchecked"],
  },
  guestType: {
    about: "memory type that the guest's stage 1 says",
    values: ["Normal-NC", "Device-nGnRE", "Device-nGnRnE", "Normal-WB"],
  },
  barReads: {
    about: "what a read of the BAR does: nothing, it clears a status, or there is nothing to read",
    values: ["plain", "sensitive", "none"],
  },
  readBack: {
    about:
      "what is read before the reset is written: nothing, a register of the BAR, or config space as pci_wait_for_pending_transaction() does",
    values: ["no", "yes", "config-space"],
  },
  rcOrdersCfgAfterPosted: {
    about: "requests to the BAR and the write that resets go one way, in order; or each its own",
    values: ["yes", "no"],
  },
  ackNC: {
    about: "where a Normal-NC write is acknowledged",
    values: ["root complex", "PE", "endpoint"],
  },
  ackNGnRE: { about: "where a Device-nGnRE write is acknowledged", values: ["root complex", "endpoint"] },
  ackNGnRnE: {
    about: "where a Device-nGnRnE write is acknowledged: the endpoint if the SoC honours nE",
    values: ["endpoint", "root complex"],
  },
  tlbiDrainsOldAccesses: {
    about: "no: CVE-2025-10263, a DSB after a TLBI does not wait for accesses that used the old entry",
    values: ["yes", "no"],
  },
  fullDsb: { about: "the full DSBs from the first TLBI to the reset", values: ["yes", "no"] },
  memoryLock: {
    about: "no: before abafbc551fdd (CVE-2020-12888) neither memory_lock nor a zap",
    values: ["yes", "no"],
  },
  dmaBufMove: { about: "vfio_pci_dma_buf_move(vdev, true) before the reset", values: ["yes", "no"] },
  importer: { about: "another device has imported the BAR as a dma-buf", values: ["no", "yes"] },
  ats: { about: "the device has an ATC, whose entries are of the guest's memory", values: ["no", "yes"] },
  iommuPrepare: {
    about:
      "pci_dev_reset_iommu_prepare() (7.0, c279e83953d9): blocks and invalidates the ATC before the reset",
    values: ["yes", "no"],
  },
  vcpus: {
    about: "2: another vCPU is in KVM's fault path for the BAR",
    values: ["1", "2"],
  },
  vmmPte: {
    about:
      "the VMM's own PTE of the BAR: there, or none (KVM has the address from elsewhere), so that nothing is zapped",
    values: ["mapped", "none"],
  },
  vmm: {
    about:
      "the VMM's thread does nothing with its mapping, or emulates a write that trapped (and nothing is reset)",
    values: ["idle", "emulates", "emulates-after-barrier"],
  },
  fwb: { about: "FEAT_S2FWB", values: ["no", "yes"] },
  cacheDic: { about: "CTR_EL0.DIC: no instruction cache maintenance is needed", values: ["no", "yes"] },
  mte: { about: "the VM has FEAT_MTE: cacheable memory must have tags", values: ["no", "yes"] },
  tlbiRange: {
    about: "FEAT_TLBIRANGE: with FWB the unmap defers its TLBIs to one of a range",
    values: ["no", "yes"],
  },
} as const;

export type ResetSetting = Setting<typeof parameters>;

/** Whether a setting has a value of every parameter. */
export const isResetSetting = (setting: Readonly<Record<string, string>>): setting is ResetSetting =>
  Object.entries(parameters).every(([name, { values }]) =>
    values.some((value: string) => value === setting[name]),
  );
