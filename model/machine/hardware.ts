import { at } from "../../checker/schema/access.ts";
import { programError, within } from "../validate/place.ts";
import type { AcknowledgementPoint } from "../interconnect/path.ts";
import type { MemoryType } from "../memory/memory-type.ts";
import type { Command, DeviceConfiguration, RegisterConfiguration } from "../pcie/device.ts";
import type { PeConfiguration, Scenario } from "../scenario.ts";
import { idle } from "../program/program.ts";
import type { Locations } from "./locations.ts";
import { unknownName } from "./unknown-name.ts";

/** A path as compiled. */
export interface Path {
  readonly index: number;
  readonly name: string;
  readonly acknowledges: Readonly<Partial<Record<MemoryType, AcknowledgementPoint>>>;
}

/** A register as compiled. */
export interface Register extends Omit<RegisterConfiguration, "path" | "enabledBy" | "commands"> {
  readonly device: number;
  readonly location: number;
  readonly path: number;
  /** The location of the register that must not be 0, or null. */
  readonly enabledBy: number | null;
  readonly commands: readonly (Omit<Command, "devices"> & { readonly devices: readonly number[] })[];
}

/** A device as compiled. */
export interface Device {
  readonly index: number;
  readonly name: string;
  readonly registers: readonly Register[];
  readonly dma: Dma | null;
}

/** What a device may do to memory. */
export interface Dma {
  /** The PE that stands for it where translations are concerned: it runs nothing, its TLB is the device's IOTLB. */
  readonly walker: number;
  readonly reads: boolean;
  readonly writes: readonly bigint[];
  /** "never", "always", or the location of the register that enables it. */
  readonly noSnoop: "never" | "always" | number;
  /** The location of the register that enables DMA, or null. */
  readonly enabledBy: number | null;
  /** Whether it has an ATC. */
  readonly ats: boolean;
  /** Whether its answers to reads may pass its writes. */
  readonly answersPass: boolean;
}

/** What a scenario has beside PEs and tables. */
export interface Hardware {
  /** Locations that are cache lines. */
  readonly lines: readonly number[];
  /** Names of caches that are told apart. */
  readonly caches: readonly string[];
  readonly paths: readonly Path[];
  readonly devices: readonly Device[];
  /** By location, the register that it is. */
  readonly registers: ReadonlyMap<number, Register>;
}

/** The caches that are told apart. A device has none. */
export const cachesOf = ({ pes }: Scenario): readonly string[] => [
  ...new Set(pes.flatMap(({ regime, cache = "" }) => (regime === "io" ? [] : [cache]))),
];

/** The scenario with a PE for each device that does DMA: one that runs nothing, and translates by the IOMMU's table. */
export function withDeviceWalkers(scenario: Scenario): Scenario {
  const walkers = (scenario.devices ?? []).flatMap(({ name, dma }): PeConfiguration[] =>
    dma === undefined ? [] : [{ name, program: idle, table: dma.table, regime: "io" }],
  );
  return walkers.length === 0 ? scenario : { ...scenario, pes: [...scenario.pes, ...walkers] };
}

/** Resolves the names that devices, registers and paths use. */
export function hardwareOf(scenario: Scenario, locations: Locations): Hardware {
  const paths = (scenario.paths ?? []).map(({ name, acknowledges = {} }, index): Path => ({
    index,
    name,
    acknowledges,
  }));
  const devices = (scenario.devices ?? []).map((device, index) =>
    deviceOf(scenario, locations, paths, device, index),
  );
  const registers = devices.flatMap((device) => device.registers);
  return {
    lines: locations.cells.flatMap(({ cached, index }) => (cached ? [index] : [])),
    caches: cachesOf(scenario),
    paths,
    devices,
    registers: new Map(registers.map((register) => [register.location, register])),
  };
}

function deviceOf(
  scenario: Scenario,
  locations: Locations,
  paths: readonly Path[],
  { name, registers, dma }: DeviceConfiguration,
  index: number,
): Device {
  const where = `device ${name}`;
  const locationOf = (register: string): number => {
    const found = registers.find((other) => other.name === register);
    if (found !== undefined) return cellOf(scenario, locations, where, found);
    throw unknownName(
      where,
      "register",
      register,
      registers.map((other) => other.name),
    );
  };
  return {
    index,
    name,
    registers: registers.map(({ commands = [], enabledBy, path, ...register }): Register => ({
      ...register,
      device: index,
      location: locationOf(register.name),
      path: indexOf(within(where, register.name), "path", path, paths),
      enabledBy: enabledBy === undefined ? null : locationOf(enabledBy),
      commands: commands.map(({ value, does, devices = [name] }) => ({
        value,
        does,
        devices: devices.map((other) => indexOf(where, "device", other, scenario.devices ?? [])),
      })),
    })),
    dma:
      dma === undefined
        ? null
        : {
            walker: scenario.pes.findIndex((pe) => pe.name === name && pe.regime === "io"),
            reads: dma.reads,
            writes: dma.writes,
            noSnoop: typeof dma.noSnoop === "string" ? dma.noSnoop : locationOf(dma.noSnoop.enabledBy),
            enabledBy: dma.enabledBy === undefined ? null : locationOf(dma.enabledBy),
            ats: dma.ats === true,
            answersPass: dma.answersPass === true,
          },
  };
}

function cellOf(
  { physical }: Scenario,
  locations: Locations,
  where: string,
  { name, page, offset = 0 }: RegisterConfiguration,
): number {
  const { pa, cells = [{ offset: 0, value: 0n }] } = at(
    physical,
    indexOf(within(where, name), "physical page", page, physical),
  );
  if (cells.some((cell) => cell.offset === offset)) return locations.cellAt(pa, offset);
  throw programError(
    within(where, name),
    `there is no cell at offset 0x${offset.toString(16)} of ${page}`,
    "a register is a cell of a physical page, which holds its value",
    `${page} has cells at ${cells.map((cell) => `0x${cell.offset.toString(16)}`).join(", ")}`,
  );
}

function indexOf(
  where: string,
  what: string,
  name: string,
  among: readonly { readonly name: string }[],
): number {
  const index = among.findIndex((other) => other.name === name);
  if (index >= 0) return index;
  throw unknownName(
    where,
    what,
    name,
    among.map((other) => other.name),
  );
}
