import {
  dmb,
  downWrite,
  endMark,
  iotlbInvalidate,
  ldr,
  mark,
  program,
  str,
  upWrite,
  type Instruction,
  type Program,
} from "../../model/index.ts";
import { device, offsets, ptes, virtual } from "./board.ts";
import type { ResetSetting } from "./parameters.ts";
import { disable, enableAgain, resetting } from "./reset-paths.ts";
import { moveDmaBufs, zap } from "./zap.ts";

/** The marks of the PE that resets. */
export const marks = {
  /** Every mapping is taken away that will be, with the DSB that completes it. */
  revoked: "the mappings are revoked",
  over: "the device is back",
} as const;

const vfioPci = "drivers/vfio/pci/vfio_pci_core.c";

/** What the host runs: revocation, if any, then the reset. Memory space is disabled by one ioctl, and enabled by another. */
export const resetProgram = (setting: ResetSetting): Program =>
  setting.resetPath === "command"
    ? program(
        ...locked(setting, [...takeAway(setting), ...disable(setting)]),
        ...locked(setting, [...enableAgain(setting), endMark(marks.over)]),
      )
    : program(...locked(setting, [...takeAway(setting), ...resetting(setting), endMark(marks.over)]));

/** What comes before the write that resets. */
const takeAway = (setting: ResetSetting): readonly Instruction[] => [
  ...(revokes(setting) ? zap(setting) : []),
  ...moveDmaBufs(setting),
  ...prepareIommu(setting),
  ...(revokes(setting) ? [mark(marks.revoked)] : []),
  ...readFirst(setting),
];

/** Whether mappings are taken away: by the ioctl of vfio-pci, and on close, as a VMA holds the file open. */
export const revokes = ({ bus, trigger, memoryLock }: ResetSetting): boolean =>
  trigger === "close" || (bus === "pci" && memoryLock === "yes");

/** vfio_pci_zap_and_down_write_memory_lock(): faults wait until the device is back. */
function locked(setting: ResetSetting, body: readonly Instruction[]): readonly Instruction[] {
  // Alone it does nothing.
  const taken = setting.vcpus === "2" && setting.bus === "pci" && setting.memoryLock === "yes";
  if (!taken) return body;
  const source = `${vfioPci}:vfio_pci_ioctl_reset()`;
  return [
    downWrite("memory_lock", { kernel: "down_write(&vdev->memory_lock)", source }),
    ...body,
    upWrite("memory_lock", { kernel: "up_write(&vdev->memory_lock)", source }),
  ];
}

/** pci_dev_reset_iommu_prepare(): the device is attached to a blocked domain, and its ATC is invalidated. */
function prepareIommu({ ats, iommuPrepare }: ResetSetting): readonly Instruction[] {
  if (ats === "no" || iommuPrepare === "no") return [];
  const source = "drivers/iommu/iommu.c:pci_dev_reset_iommu_prepare()";
  return [
    str(0n, ptes.device, { kernel: "__iommu_attach_device(blocking_domain)", source }),
    iotlbInvalidate(device, null, { kernel: "pci_disable_ats()", source }),
  ];
}

/** readl() of the BAR, or a read of config space: the barrier that it ends with waits until the read is complete. */
function readFirst({ bus, readBack }: ResetSetting): readonly Instruction[] {
  switch (readBack) {
    case "no":
      return [];
    case "yes": {
      const source =
        bus === "pci" ? `${vfioPci}: readl(vdev->barmap[0])` : "AML of _RST: OperationRegion read";
      return read(virtual.kernelBar.va, "readl(BAR)", source);
    }
    case "config-space":
      return read(
        virtual.config.va + BigInt(offsets.deviceControl),
        "pcie_capability_read_word(DEVSTA)",
        "drivers/pci/pci.c:pci_wait_for_pending_transaction()",
      );
  }
}

const read = (at: bigint, kernel: string, source: string): readonly Instruction[] => [
  ldr("x0", at, { kernel, source }),
  dmb("oshld", { kernel: "__iormb()", source }),
];
