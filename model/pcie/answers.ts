import { at } from "../../checker/schema/access.ts";
import { isUnderWay, registerOf } from "../interconnect/requests.ts";
import type { Device, Register } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import type { Context } from "../pe/context.ts";

/*
 * What a device answers to a read of a register is a completion, which does not pass the writes to memory that the device
 * has sent before (PCI Express base specification, 2.4.1, table "Ordering Rules Summary", completions and posted
 * requests): a read back of a register tells that they are in memory. Writes that are not posted are completed without
 * regard to them, and writes to peers go another way.
 */

/** Whether the answer to a read of a register that arrives now stays behind a DMA write. */
export function isHeldBack(
  { devices, registers }: Machine,
  state: Readonly<MachineState>,
  { device }: Register,
): boolean {
  const { dma } = at(devices, device);
  const { inFlight } = at(state.devices, device);
  if (dma === null || dma.answersPass || inFlight === null || inFlight.reads === 1) return false;
  return !registers.has(inFlight.location);
}

/** The write is in memory: PEs have the answers behind it. They were taken when the requests arrived. */
export function releaseAnswers({ machine, effects }: Context, state: MachineState, { index }: Device): void {
  for (const requests of machine.requests)
    for (const slot of requests) {
      const own = slotState(state, slot);
      if (slot.access?.reads !== true || own.sent === 0 || own.read === 1) continue;
      if (registerOf(machine, state, slot)?.device !== index || isUnderWay(machine, state, slot)) continue;
      own.read = 1;
      effects.finish(state, slot);
    }
}
