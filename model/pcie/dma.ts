import type { Device } from "../machine/hardware.ts";
import type { Context, MachineRule } from "../pe/context.ts";
import { atcRules } from "../iommu/explicit-atc.ts";
import { landRule, sendRule } from "./dma-in-flight.ts";
import { delaysReads } from "./dma-reach.ts";
import { completionRule, readRule } from "./dma-reads.ts";
import { readsOf, writesOf } from "./dma-requests.ts";

/**
 * DMA (docs/machine.md, "DMA and the IOMMU"): at any time, any number of times, a device reads or writes what a usable entry
 * of its table leads to. One request of a device is under way at a time.
 */
export function dmaRules(context: Context, device: Device): readonly MachineRule[] {
  const { dma } = device;
  if (dma === null) return [];
  const reads = readsOf(context.machine, dma);
  const writes = writesOf(context.machine, dma);
  const late = delaysReads(context.machine, device);
  return [
    ...(reads.length > 0 && !late ? [readRule(context, device, dma)] : []),
    ...(reads.length > 0 && late
      ? [sendRule(context, device, dma, reads), completionRule(context, device, dma)]
      : []),
    ...(writes.length > 0 ? [sendRule(context, device, dma, writes), landRule(context, device, dma)] : []),
    ...atcRules(context, device, dma),
  ];
}
