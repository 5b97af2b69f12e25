import type { DeviceConfiguration, RegisterConfiguration } from "../../model/index.ts";
import { startsDma } from "./guest.ts";
import { devices } from "./labels.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import { bar, BUS_MASTER, configSpace, DMA_DATA, NO_SNOOP_ENABLE, otherConfigSpace } from "./places.ts";

/** The way to configuration space. */
export const configPath = "config";
/** The way to BARs. */
export const memoryPath = "memory";

/** The tables of the groups' domains. */
export const domains = { assigned: "domain", other: "domain of the other group" } as const;

/** A virtual function has no No Snoop Enable: the bit is reserved, and requests follow the physical function. */
export const hasBit = (setting: NoSnoopSetting): boolean => setting.function === "physical";

/** Whether a write to the bit changes nothing. */
const isHardwired = (setting: NoSnoopSetting): boolean =>
  setting.noSnoopBit === "hardwired-0" || !hasBit(setting);

/** The devices that are assigned to the guest, and one whose BAR it maps for peer-to-peer DMA. */
export const devicesOf = (setting: NoSnoopSetting): readonly DeviceConfiguration[] => [
  assignedDevice(setting),
  ...(setting.hotplug === "replaced" ? [otherDevice()] : []),
  ...(setting.region === "ram-and-mmio" ? [peer()] : []),
];

function assignedDevice(setting: NoSnoopSetting): DeviceConfiguration {
  const obeys = setting.device === "compliant" && hasBit(setting);
  const busMaster = startsDma(setting);
  return {
    name: devices.assigned,
    registers: [
      noSnoopEnable(configSpace.name, isHardwired(setting)),
      ...(busMaster ? [config("COMMAND.BusMaster", configSpace.name, BUS_MASTER)] : []),
    ],
    dma: {
      table: domains.assigned,
      reads: true,
      writes: setting.hotplug === "replaced" ? [] : [DMA_DATA],
      noSnoop: obeys ? { enabledBy: "DEVCTL.NoSnoopEn" } : "always",
      ...(busMaster ? { enabledBy: "COMMAND.BusMaster" } : {}),
    },
  };
}

/** The group that comes later: its function has its bit as the reset left it, set. */
const otherDevice = (): DeviceConfiguration => ({
  name: devices.other,
  registers: [noSnoopEnable(otherConfigSpace.name, false)],
  dma: {
    table: domains.other,
    reads: true,
    writes: [DMA_DATA],
    noSnoop: { enabledBy: "DEVCTL.NoSnoopEn" },
  },
});

const peer = (): DeviceConfiguration => ({
  name: devices.peer,
  registers: [{ name: "BAR0", page: bar.name, path: memoryPath, posted: true }],
});

const noSnoopEnable = (page: string, hardwired: boolean): RegisterConfiguration => ({
  ...config("DEVCTL.NoSnoopEn", page, NO_SNOOP_ENABLE),
  ...(hardwired ? { hardwired: true } : {}),
});

/** Writes to configuration space complete at the function. */
const config = (name: string, page: string, offset: number): RegisterConfiguration => ({
  name,
  page,
  offset,
  path: configPath,
  posted: false,
});
