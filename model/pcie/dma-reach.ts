import { mayBeReset } from "./register-access.ts";
import { at } from "../../checker/schema/access.ts";
import { decodeIo } from "../iommu/io-descriptor.ts";
import type { Device, Dma } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import type { IotlbInvalidate } from "../program/instruction.ts";

/** A location that an entry of a device's table leads to. */
export interface DmaTarget {
  readonly pte: number;
  /** The descriptor. */
  readonly word: bigint;
  readonly location: number;
  readonly readable: boolean;
  readonly writable: boolean;
  /** Whether the IOMMU makes the request a snooped one. */
  readonly snoop: boolean;
  /** What the device names it by: `IOVA P`. */
  readonly iova: string;
}

/** What a device can get to, by every valid descriptor that its table may hold. */
export function dmaTargets({ locations, pes, words, scenario }: Machine, dma: Dma): readonly DmaTarget[] {
  return at(pes, dma.walker).holds.flatMap((pte) => {
    const page = at(scenario.virtual, at(locations.ptes, pte).page).name;
    return [...(words.memory[pte] ?? [])].flatMap((word) => {
      const { valid, oa, ...entry } = decodeIo(word);
      if (!valid) return [];
      return locations.cellsOf(oa).map((location): DmaTarget => {
        const offset = locations.cells.find(({ index }) => index === location)?.offset ?? 0;
        const iova = `IOVA ${page}${offset === 0 ? "" : `+0x${offset.toString(16)}`}`;
        return { pte, word, location, ...entry, iova };
      });
    });
  });
}

/** The invalidations of what the IOMMU caches for a device. */
export const invalidationsOf = ({ pes }: Machine, device: string): readonly IotlbInvalidate[] =>
  pes.flatMap(({ slots }) =>
    slots.flatMap(({ instruction }) =>
      instruction.kind === "iotlb-invalidate" && instruction.device === device ? [instruction] : [],
    ),
  );

/**
 * Whether a read of a device may reach memory later than it was translated: only where something can end the right to it in
 * between. Elsewhere one that is late is one that was translated later.
 */
export const delaysReads = (machine: Machine, { index, name, dma }: Device): boolean =>
  dma !== null &&
  dma.reads &&
  (mayBeCleared(machine, dma.enabledBy) ||
    (typeof dma.noSnoop === "number" && mayBeCleared(machine, dma.noSnoop)) ||
    mayBeReset(machine, index) ||
    invalidationsOf(machine, name).length > 0);

/** Whether a register may hold 0 after it held something else. */
const mayBeCleared = ({ words }: Machine, register: number | null): boolean => {
  const held = register === null ? undefined : words.memory[register];
  return held !== undefined && held.size > 1 && held.has(0n);
};

/** Whether some invalidation waits for requests of a device that are under way. */
export const isEverDrained = (machine: Machine, { name }: Device): boolean =>
  invalidationsOf(machine, name).some(({ drains }) => drains);

/** Whether a device's ATC may hold what its IOTLB does not: only where an invalidation leaves it. */
export const hasOwnEntries = (machine: Machine, { name, dma }: Device): boolean =>
  dma?.ats === true && invalidationsOf(machine, name).some(({ atc }) => !atc);

/** Whether a request of a device may lack snooping, and that can make a difference. */
export const mayPassCaches = (machine: Machine, { dma }: Device): boolean =>
  dma !== null &&
  dma.noSnoop !== "never" &&
  dmaTargets(machine, dma).some(({ location, snoop }) => !snoop && machine.lines.includes(location));
