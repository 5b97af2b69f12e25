import { isIoDescriptor } from "../iommu/io-descriptor.ts";
import type { PeDraft } from "../machine/draft.ts";
import type { Locations } from "../machine/locations.ts";
import { unknownName } from "../machine/unknown-name.ts";
import type { Words } from "../machine/words.ts";
import { isValid } from "../mmu/descriptor.ts";
import type { IotlbInvalidate } from "../program/instruction.ts";
import type { Scenario } from "../scenario.ts";
import { hex, programError, within } from "./place.ts";

/** Checks what a scenario says of DMA: the tables of devices, and who invalidates what the IOMMU caches for them. */
export function checkDma(scenario: Scenario, where: string): void {
  const { devices = [], pes } = scenario;
  const names = scenario.tables.map(({ name }) => name);
  for (const { name, dma } of devices) {
    if (dma === undefined) continue;
    const inDevice = within(where, `device ${name}`);
    if (!names.includes(dma.table)) throw unknownName(inDevice, "table", dma.table, names);
    const walker = pes.find((pe) => pe.table === dma.table);
    if (walker !== undefined)
      throw programError(
        inDevice,
        `its table ${dma.table} is that of PE ${walker.name} too`,
        "an IOMMU reads a table as I/O descriptors, a PE as descriptors of its own: a table is of one kind",
        "give the device a table made with ioDescriptor()",
      );
    if (scenario.tables.some((table) => table.name === dma.table && table.stage === 2))
      throw programError(
        inDevice,
        `its table ${dma.table} is said to be of stage 2`,
        "that is a table of guests, and an IOMMU reads I/O descriptors: a table is of one kind",
        "leave stage out",
      );
  }
  for (const { name, program } of pes)
    for (const instruction of [...program.instructions, ...(program.handler ?? [])])
      if (instruction.kind === "iotlb-invalidate")
        checkInvalidation(scenario, instruction, within(where, `PE ${name}: ${instruction.kernel}`));
}

function checkInvalidation({ devices = [] }: Scenario, { device }: IotlbInvalidate, where: string): void {
  const names = devices.map(({ name }) => name);
  if (!names.includes(device)) throw unknownName(where, "device", device, names);
  const masters = devices.flatMap(({ name, dma }) => (dma === undefined ? [] : [name]));
  if (masters.includes(device)) return;
  throw programError(
    where,
    `the device ${device} does no DMA`,
    "an IOMMU caches nothing for it",
    `give it dma, or name a device that has it: ${masters.join(", ") || "none"}`,
  );
}

/** Checks that tables hold what they are read as: I/O descriptors those of devices, and no other table. */
export function checkIoTables(pes: readonly PeDraft[], { memory }: Words, { ptes }: Locations): void {
  const ioTables = new Set(
    pes.flatMap(({ table, configuration }) => (configuration.regime === "io" ? [table] : [])),
  );
  if (ioTables.size === 0) return;
  for (const { index, name, table } of ptes) {
    const isIo = ioTables.has(table);
    const wrong = [...(memory[index] ?? [])].find((word) => isValid(word) && isIoDescriptor(word) !== isIo);
    if (wrong === undefined) continue;
    throw programError(
      name,
      isIo
        ? `it may hold ${hex(wrong)}, which is no I/O descriptor`
        : `it may hold ${hex(wrong)}, an I/O descriptor`,
      isIo ? "its table is that of a device" : "its table is that of no device",
      isIo ? "make the word with ioDescriptor()" : "make the word with descriptor()",
    );
  }
}

/**
 * Checks that an invalidation is about an I/O virtual address that the device's table maps. Words are over-approximated: one
 * that may be passes.
 */
export function checkIovas(
  pes: readonly PeDraft[],
  { slots }: Words,
  locations: Locations,
  { virtual }: Scenario,
): void {
  for (const { index, name, code } of pes)
    for (const [slot, { instruction }] of code.entries()) {
      if (instruction.kind !== "iotlb-invalidate" || instruction.iova === null) continue;
      const walker = pes.find((pe) => pe.name === instruction.device && pe.configuration.regime === "io");
      const addresses = [...(slots[index]?.[slot]?.address ?? [])];
      const [first] = addresses;
      const isMapped = (address: bigint): boolean => {
        const target = locations.resolve(address);
        return target?.kind === "virtual" && (walker?.walks[target.page] ?? null) !== null;
      };
      if (first === undefined || walker === undefined || addresses.some(isMapped)) continue;
      const exist = virtual
        .filter((_, page) => (walker.walks[page] ?? null) !== null)
        .map((page) => `${page.name} at ${hex(page.va)}`);
      throw programError(
        `${name}: ${instruction.kernel}`,
        `the I/O virtual address ${hex(first)} is in no page that ${instruction.device} has a descriptor for`,
        "it would invalidate nothing",
        `there is: ${exist.join(", ") || "none"}`,
      );
    }
}
