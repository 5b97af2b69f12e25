import type {
  DeviceConfiguration,
  PathConfiguration,
  PhysicalPage,
  RegisterConfiguration,
} from "../../model/index.ts";
import type { ResetSetting } from "./parameters.ts";

/*
 * The hardware: a device with a BAR, the registers by which it is reset, and the ways to them. Addresses are arbitrary; values
 * are 0 and 1.
 */

/** Physical pages. */
export const physical = {
  bar: 0x1000_0000n,
  config: 0x2000_0000n,
  resetBlock: 0x3000_0000n,
  kernel: 0x4000_0000n,
  guestMemory: 0x5000_0000n,
} as const;

/** What the CPUs use: the guest's physical page of the BAR, the VMM's virtual one, the kernel's ioremap()s and data. */
export const virtual = {
  guestBar: { name: "BAR (guest)", va: 0x0000_0000_1000_0000n },
  guestFlag: { name: "flag (guest)", va: 0x0000_0000_1000_1000n },
  userBar: { name: "BAR (VMM)", va: 0x0000_ffff_1000_0000n },
  userFlag: { name: "flag (VMM)", va: 0x0000_ffff_1000_1000n },
  kernelBar: { name: "BAR (ioremap)", va: 0xffff_8000_1000_0000n },
  config: { name: "ECAM", va: 0xffff_8000_2000_0000n },
  resetBlock: { name: "reset block", va: 0xffff_8000_3000_0000n },
  kernel: { name: "struct kvm", va: 0xffff_0000_4000_0000n },
  importerBar: { name: "BAR (importer)", va: 0x0000_0000_8000_0000n },
  deviceMemory: { name: "guest memory (device)", va: 0x0000_0000_9000_0000n },
} as const;

/** Where a PTE is written. */
export const ptes = {
  stage2: 0xffff_0000_0000_1000n,
  user: 0xffff_0000_0000_2000n,
  kernel: 0xffff_0000_0000_3000n,
  importer: 0xffff_0000_0000_4000n,
  device: 0xffff_0000_0000_5000n,
} as const;

/** Offsets of what a page holds. */
export const offsets = {
  /** The registers of the BAR that the guest writes. */
  doorbell: 0x0,
  descriptor: 0x8,
  /** Of the BAR: the software reset that a DT hook of vfio-platform writes (XGMAC's DMA_BUS_MODE). */
  softwareReset: 0x10,
  /** Of configuration space. */
  deviceControl: 0x0,
  command: 0x8,
  bridgeControl: 0x10,
  /** Of the kernel's page. */
  invalidateInProgress: 0x0,
  invalidateSeq: 0x8,
  virtualCommand: 0x10,
  /** Of the memory that the guest shares with the VMM. */
  trapped: 0x0,
} as const;

/** Values of the registers that reset: what begins it, and what ends it. */
export const values = { off: 0n, on: 1n } as const;

/** The names of the device's registers that the guest writes. */
export const device = "device";
export const importer = "importer";

const barPath = "to the BAR";
const otherPath = "to the reset";

/** The paths: one for all, or one of its own for the register that resets. */
export function pathsOf(setting: ResetSetting): readonly PathConfiguration[] {
  const acknowledges = {
    "Normal-NC": setting.ackNC,
    "Device-nGnRE": setting.ackNGnRE,
    "Device-nGnRnE": setting.ackNGnRnE,
  } as const;
  const names = setting.rcOrdersCfgAfterPosted === "yes" ? [barPath] : [barPath, otherPath];
  return names.map((name) => ({ name, acknowledges }));
}

const resetPathName = (setting: ResetSetting): string =>
  setting.rcOrdersCfgAfterPosted === "yes" ? barPath : otherPath;

/** Whether the BAR is memory, as a GPU's or a CXL device's is: only then can it be mapped cacheable. */
export const isMemory = ({ vmaType }: ResetSetting): boolean => vmaType === "cacheable";

/** The pages that are there. */
export function pagesOf(setting: ResetSetting): readonly PhysicalPage[] {
  const cells = (...at: readonly number[]) => at.map((offset) => ({ offset, value: 0n }));
  const { command, ...others } = offsets;
  return [
    {
      name: "BAR",
      pa: physical.bar,
      cells: cells(
        others.doorbell,
        others.descriptor,
        ...(setting.resetPath === "dt" ? [others.softwareReset] : []),
      ),
    },
    {
      name: "config space",
      pa: physical.config,
      cells: [
        ...cells(others.deviceControl),
        { offset: command, value: values.on },
        ...cells(others.bridgeControl),
      ],
    },
    { name: "reset block", pa: physical.resetBlock },
    {
      name: "kernel data",
      pa: physical.kernel,
      cells: [
        ...cells(others.invalidateInProgress, others.invalidateSeq),
        { offset: others.virtualCommand, value: values.on },
      ],
    },
    { name: "guest memory", pa: physical.guestMemory },
  ];
}

/** The device, and the one that resets it where that is another. */
export function devicesOf(setting: ResetSetting): readonly DeviceConfiguration[] {
  return [
    {
      name: device,
      registers: [...(isMemory(setting) ? [] : barRegisters(setting)), ...ownResetRegisters(setting)],
      ...(setting.ats === "yes"
        ? { dma: { table: "device's domain", reads: false, writes: [], noSnoop: "never" } as const }
        : {}),
    },
    ...resettersOf(setting),
    ...(setting.importer === "yes"
      ? [
          {
            name: importer,
            registers: [],
            dma: {
              table: "importer's domain",
              reads: false,
              writes: [values.on],
              noSnoop: "never",
            } as const,
          },
        ]
      : []),
  ];
}

const inBar = (setting: ResetSetting, name: string, offset: number): RegisterConfiguration => ({
  name,
  page: "BAR",
  offset,
  path: barPath,
  posted: true,
  ...(setting.bus === "pci" ? { enabledBy: "COMMAND" } : {}),
  ...(setting.barReads === "sensitive" ? { readLeaves: 0n } : {}),
});

const barRegisters = (setting: ResetSetting): readonly RegisterConfiguration[] => [
  inBar(setting, "doorbell", offsets.doorbell),
  inBar(setting, "descriptor", offsets.descriptor),
];

const beginAndEnd = [
  { value: values.on, does: "begin reset" },
  { value: values.off, does: "end reset" },
] as const;

/**
 * Registers of the device itself that reset it. Writes to configuration space are not posted. That an FLR is over,
 * which the function says by itself after 100 ms, is a write of 0 to the bit here.
 */
function ownResetRegisters(setting: ResetSetting): readonly RegisterConfiguration[] {
  const config = { page: "config space", path: resetPathName(setting), posted: false } as const;
  const pci: readonly RegisterConfiguration[] = [
    // A reset leaves memory space disabled: pci_restore_state() enables it.
    { name: "COMMAND", offset: offsets.command, resetsTo: values.off, ...config },
    ...(setting.resetPath === "flr"
      ? [{ name: "DEVCTL.BCR_FLR", offset: offsets.deviceControl, ...config, commands: beginAndEnd }]
      : []),
  ];
  return [
    ...(setting.bus === "pci" ? pci : []),
    ...(setting.resetPath === "dt"
      ? [{ ...inBar(setting, "software reset", offsets.softwareReset), commands: beginAndEnd }]
      : []),
  ];
}

/** A bridge with a secondary bus reset (PCI_BRIDGE_CTL_BUS_RESET), or a block with the reset line of the device. */
function resettersOf(setting: ResetSetting): readonly DeviceConfiguration[] {
  const commands = beginAndEnd.map((command) => ({ ...command, devices: [device] }));
  const path = resetPathName(setting);
  if (setting.resetPath === "slot") {
    const register = { name: "BRIDGE_CTL.BUS_RESET", page: "config space", offset: offsets.bridgeControl };
    return [{ name: "bridge", registers: [{ ...register, path, posted: false, commands }] }];
  }
  if (setting.resetPath === "aml")
    return [
      {
        name: "reset block",
        registers: [{ name: "RESET", page: "reset block", path, posted: true, commands }],
      },
    ];
  return [];
}
