import type { Setting } from "../spec.ts";

/**
 * What the brief lists, and what the mails argue about; the first value is the default. Combinations that make no sense
 * are refused, see `combinations.ts`.
 */
export const parameters = {
  arch: { about: "the CPUs, and how they flush", values: ["x86", "arm64"] },
  enforceSnoop: {
    about:
      "the IOMMU makes every request a snooped one (VT-d SNP, AMD FC, CANWBS): never, from the first mapping on, or late, by rewriting the mapping",
    values: ["no", "yes", "late"],
  },
  noSnoopBit: {
    about: "PCI_EXP_DEVCTL_NOSNOOP_EN through vfio's config space",
    values: ["writable", "hardwired-0", "virtualised-0", "trapped"],
  },
  bitAtOpen: {
    about: "what the function's own bit holds when the guest gets it; PCIe's reset value is set",
    values: ["clear", "set"],
  },
  trap: {
    about: "the trapped write: all pinned pages are flushed before the function's bit is set, or after",
    values: ["flush-then-set", "set-then-flush"],
  },
  function: {
    about: "a physical function, or a virtual one, which lacks the bit",
    values: ["physical", "virtual"],
  },
  device: { about: "whether the device obeys its bit", values: ["compliant", "non-compliant"] },
  flushAtMap: {
    about: "where the page is flushed on its way into the domain",
    values: ["no", "after-pin", "before-pin", "before-zeroing"],
  },
  migrates: {
    about: "the page is migrated before it is pinned: another one takes its place",
    values: ["no", "yes"],
  },
  flushAtUnpin: {
    about: "where the page is flushed on its way out of the domain",
    values: ["no", "before-unpin", "before-sync"],
  },
  flushKind: {
    about: "clean and invalidate (CLFLUSHOPT, DC CIVAC) or clean alone (CLWB, DC CVAC)",
    values: ["clean-and-invalidate", "clean"],
  },
  iotlbMode: {
    about: "the IOTLB sync of unmap: waits for DMA in flight, does not, or comes long after the unpin",
    values: ["strict", "undrained", "lazy"],
  },
  hotplug: {
    about: "the non-coherent group: there from the start, added later, or removed and followed by another",
    values: ["none", "added", "replaced"],
  },
  replay: {
    about:
      "whether attaching a non-coherent group flushes what is pinned: unless flushed before (the patch), always, never",
    values: ["unless-flushed", "always", "never"],
  },
  flagRead: {
    about: "where mapping reads has_noncoherent_domain",
    values: ["under-lock", "outside-lock"],
  },
  reader: { about: "who reads the page after the unpin", values: ["host", "ksmd"] },
  guestAttr: {
    about: "the guest's own mapping of the page, by its PAT; arm64: WC is Normal-NC",
    values: ["WB", "WC", "UC"],
  },
  guestPat: {
    about:
      "x86: KVM honours the guest's PAT while devices with non-coherent DMA are registered, never, or always (without KVM_X86_QUIRK_IGNORE_GUEST_PAT)",
    values: ["honoured", "ignored", "always"],
  },
  registration: {
    about:
      "x86: kvm_arch_register_noncoherent_dma() is called before the page is mapped for DMA, after that, or undone too early",
    values: ["before-map", "after-map", "dropped-early"],
  },
  s2fwb: { about: "arm64: FEAT_S2FWB, stage 2 forces write-back on the guest", values: ["no", "yes"] },
  driver: {
    about:
      "the guest's driver: none; or it fills a buffer and hands it to the device, flushed by address, by WBINVD, written through an uncached mapping, or not flushed",
    values: ["none", "flushes", "wbinvd", "uncached", "trusts-coherency"],
  },
  wbinvd: {
    about:
      "the guest's WBINVD: on every CPU that ran it (wbinvd_dirty_mask), on this one after wbinvd_on_cpu() of the last, on this one alone, on none",
    values: ["dirty-mask", "at-vcpu-load", "this-cpu", "ignored"],
  },
  region: {
    about:
      "what is mapped: RAM; RAM that the kernel has no linear mapping of; RAM and a BAR of another device",
    values: ["ram", "no-linear-map", "ram-and-mmio"],
  },
  mmio: { about: "what the flush does with the BAR", values: ["skipped", "flushed"] },
  lines: {
    about: "the cache lines of the page; with two, whoever reads it reads an arbitrary one",
    values: ["1", "2"],
  },
} as const;

export type NoSnoopSetting = Setting<typeof parameters>;
