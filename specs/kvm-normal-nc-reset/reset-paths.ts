import { dmb, dsb, ldr, str, type Instruction } from "../../model/index.ts";
import { offsets, values, virtual } from "./board.ts";
import { checksMemorySpace } from "./fault-path.ts";
import { kernelData } from "./kernel-data.ts";
import type { ResetSetting } from "./parameters.ts";

/** Label of the write that begins the reset, or disables memory space. */
export const resetWrite = "the reset begins";

const vfioPlatform = "drivers/vfio/platform/vfio_platform_common.c";
const vfioConfig = "drivers/vfio/pci/vfio_pci_config.c:vfio_basic_config_write()";
const dtHook = "drivers/vfio/platform/reset/vfio_platform_amdxgbe.c:vfio_platform_amdxgbe_reset()";

const configAt = {
  deviceControl: virtual.config.va + BigInt(offsets.deviceControl),
  command: virtual.config.va + BigInt(offsets.command),
  bridgeControl: virtual.config.va + BigInt(offsets.bridgeControl),
} as const;

interface ResetWrites {
  readonly begin: string;
  readonly end: string;
  readonly source: string;
}

/** writel() twice: the barrier that it begins with. */
const writes = (at: bigint, { begin, end, source }: ResetWrites): readonly Instruction[] => [
  dmb("oshst", { kernel: "__iowmb()", source }),
  str(values.on, at, { kernel: begin, source, label: resetWrite }),
  str(values.off, at, { kernel: end, source }),
];

/** A read of what was written, and the wait for it. */
const readBack = (at: bigint): readonly Instruction[] => [
  ldr("x1", at, { kernel: "readl()" }),
  dsb("ld", { kernel: "wait for it" }),
];

/** The guest, or the VMM, disables memory space: no reset. */
export const disable = (setting: ResetSetting): readonly Instruction[] => [
  ...virtualCommand(setting, values.off),
  dmb("oshst", { kernel: "__iowmb()", source: vfioConfig }),
  str(values.off, configAt.command, { kernel: "COMMAND &= ~MEMORY", source: vfioConfig, label: resetWrite }),
];

/** And enables it. */
export const enableAgain = (setting: ResetSetting): readonly Instruction[] => [
  ...enable(vfioConfig),
  ...virtualCommand(setting, values.on),
];

/** What the fault handler looks at. */
const virtualCommand = (setting: ResetSetting, value: bigint): readonly Instruction[] =>
  checksMemorySpace(setting)
    ? [str(value, kernelData.virtualCommand, { kernel: "vdev->vconfig[PCI_COMMAND]", source: vfioConfig })]
    : [];

/** Memory space is enabled, and that has got there. */
const enable = (source: string): readonly Instruction[] => [
  dmb("oshst", { kernel: "__iowmb()", source }),
  str(values.on, configAt.command, { kernel: "COMMAND |= MEMORY", source }),
  ...readBack(configAt.command),
];

const restore = enable("drivers/pci/pci.c:pci_restore_state()");

/** The write that begins the reset, the one that stands for its end, and what enables memory space again. */
export function resetting(setting: ResetSetting): readonly Instruction[] {
  const { resetPath, bus } = setting;
  switch (resetPath) {
    case "command":
      return [];
    case "flr":
      return [
        ...writes(configAt.deviceControl, {
          begin: "pci_write_config_word(DEVCTL, BCR_FLR)",
          end: "the FLR is over (100 ms)",
          source: "drivers/pci/pci.c:pcie_flr()",
        }),
        ...restore,
      ];
    case "slot":
      return [
        ...writes(configAt.bridgeControl, {
          begin: "pci_write_config_word(BRIDGE_CONTROL, BUS_RESET)",
          end: "pci_write_config_word(BRIDGE_CONTROL, ~BUS_RESET)",
          source: "drivers/pci/pci.c:pci_reset_secondary_bus()",
        }),
        ...restore,
      ];
    case "aml":
      return [
        ...writes(virtual.resetBlock.va, {
          begin: "AML of _RST: RSET = 1",
          end: "AML of _RST: RSET = 0",
          source: `${vfioPlatform}:vfio_platform_acpi_call_reset()`,
        }),
        ...(bus === "pci" ? restore : readBack(virtual.resetBlock.va)),
      ];
    case "dt": {
      const at = virtual.kernelBar.va + BigInt(offsets.softwareReset);
      return [
        ...writes(at, { begin: "iowrite32(DMA_MR | SWR)", end: "the reset is over", source: dtHook }),
        ...readBack(at),
      ];
    }
  }
}
