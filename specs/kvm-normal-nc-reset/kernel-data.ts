import { offsets, virtual } from "./board.ts";

const at = (offset: number): bigint => virtual.kernel.va + BigInt(offset);

/** Where the kernel's PEs have what the fault path and the invalidation share. */
export const kernelData = {
  /** struct kvm. */
  invalidateInProgress: at(offsets.invalidateInProgress),
  invalidateSeq: at(offsets.invalidateSeq),
  /** PCI_COMMAND_MEMORY in struct vfio_pci_core_device.vconfig. */
  virtualCommand: at(offsets.virtualCommand),
} as const;
