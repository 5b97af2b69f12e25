import type { Variant } from "../spec.ts";
import type { parameters } from "./parameters.ts";

/** A platform device that is reset by AML once its VMAs are gone; the reset block has a way of its own. */
const platformClose = {
  bus: "platform",
  trigger: "close",
  resetPath: "aml",
  rcOrdersCfgAfterPosted: "no",
} as const;

/** The variants of the brief by letter, and what the mails and the kernel have besides. */
export const variants = {
  "merged-flr": { about: "A: Linux 6.9 to 7.1, vfio-pci: zap under memory_lock, then FLR by config write" },
  "merged-flr-while-faulting": {
    about: "A with a second vCPU in kvm_s2_fault(): mmu_seq, memory_lock, retry",
    setting: { vcpus: "2" },
  },
  "separate-ecam": {
    about: "B: A on a machine where config writes have a port of their own",
    setting: { rcOrdersCfgAfterPosted: "no" },
  },
  "separate-ecam-read-back": {
    about: "C: B with a read of the BAR before the FLR",
    setting: { rcOrdersCfgAfterPosted: "no", readBack: "yes" },
  },
  "platform-nc": {
    about: "D: v2 of the patch: a platform device is NC too; closed, then AML _RST writes another block",
    setting: { ...platformClose, s2Policy: "nc-all-uncached" },
  },
  "platform-ngnre": { about: "E: D with stage 2 as merged: Device-nGnRE", setting: platformClose },
  "platform-ngnrne": {
    about: "E with a guest that maps Device-nGnRnE",
    setting: { ...platformClose, guestType: "Device-nGnRnE" },
  },
  "platform-nc-read-first": {
    about: "F: D whose AML reads the device first",
    setting: { ...platformClose, s2Policy: "nc-all-uncached", readBack: "yes" },
  },
  "platform-reset-ioctl": {
    about: "G: VFIO_DEVICE_RESET of vfio-platform, as in 7.1: no zap",
    setting: { ...platformClose, trigger: "ioctl" },
  },
  "no-dsb-after-tlbi": {
    about: "H: A without any full DSB from the first TLBI to the reset",
    setting: { fullDsb: "no" },
  },
  "before-memory-lock": {
    about: "L: before abafbc551fdd (CVE-2020-12888): memory space is disabled under the guest's mapping",
    setting: { memoryLock: "no", resetPath: "command", s2Policy: "device" },
  },
  "before-memory-lock-while-faulting": {
    about: "L with a second vCPU in the fault path",
    setting: { memoryLock: "no", resetPath: "command", s2Policy: "device", vcpus: "2" },
  },
  "importer-moved": {
    about: "A with a dma-buf importer, which vfio_pci_dma_buf_move() revokes",
    setting: { importer: "yes" },
  },
  "importer-not-moved": {
    about: "M: the same without vfio_pci_dma_buf_move(vdev, true)",
    setting: { importer: "yes", dmaBufMove: "no" },
  },
  "undrained-write": {
    about:
      "O: a write in the guest's write-combining buffer, no exit, and a TLBI that does not drain it (CVE-2025-10263)",
    setting: { tlbiDrainsOldAccesses: "no", vmmPte: "none" },
  },
  "cacheable-pfnmap": {
    about: "P: before 6.17 without the check: a cacheable VMA without struct pages is mapped cacheable",
    setting: { vmaType: "cacheable", cacheablePfnmap: "unchecked", guestType: "Normal-WB" },
  },
  "cacheable-pfnmap-checked": {
    about: "P as merged (2a8dfab26677, 0c67288e0c8b): only with FWB and DIC",
    setting: { vmaType: "cacheable", guestType: "Normal-WB" },
  },
  "guest-maps-device": {
    about: "A with a guest that maps Device-nGnRE: what P6 is about",
    setting: { guestType: "Device-nGnRE", barReads: "sensitive" },
  },
  "guest-maps-nc": {
    about: "the control of P6: the guest maps NC a register whose reads have a side effect",
    setting: { barReads: "sensitive" },
  },
  "pgprot-device-as-nc": {
    about: "what the mail rules out: the VMM's own Device mapping becomes NC",
    setting: { vmaType: "writecombine", guestType: "Device-nGnRE", barReads: "sensitive" },
  },
  "pgprot-device-sensed": {
    about:
      "the mail's idea instead of a VM_ flag: vfio-pci maps pgprot_device(), which KVM senses; the VMM's mapping stays Device",
    setting: { s2Policy: "nc-if-pgprot-device", vmaType: "device", barReads: "sensitive" },
  },
  "vmm-emulated-write": {
    about:
      "P8: the guest writes a register by its NC mapping, then the VMM by its nGnRnE one, for a trapped write",
    setting: { vmm: "emulates" },
  },
  "vmm-emulated-write-after-barrier": {
    about: "P8 with a DSB of the guest before the trap",
    setting: { vmm: "emulates-after-barrier" },
  },
  "ats-blocked": {
    about: "A with ATS and pci_dev_reset_iommu_prepare() (7.0)",
    setting: { ats: "yes" },
  },
  "ats-not-blocked": {
    about: "the same before c279e83953d9",
    setting: { ats: "yes", iommuPrepare: "no" },
  },
  "iomem-probing": { about: "R: rejected: stage-2 NC where iomem_resource says PCI" },
} as const satisfies Readonly<Record<string, Variant<typeof parameters>>>;

export type ResetVariant = keyof typeof variants;
