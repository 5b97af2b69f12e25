import { at } from "../../checker/schema/access.ts";
import type { Instruction } from "../program/instruction.ts";
import type { Machine } from "./machine.ts";
import { hasFaulted, isFetched, slotState } from "./queries.ts";
import type { Slot } from "./slot.ts";
import type { MachineState } from "./state.ts";

/** LDXR and STXR, of which the second succeeds only on the reservation of the first (Arm ARM B2.9). */
export const isExclusive = (instruction: Instruction): boolean =>
  instruction.kind === "store-exclusive" || isLoadExclusive(instruction);

export const isLoadExclusive = (instruction: Instruction): boolean =>
  instruction.kind === "load" && instruction.exclusive === true;

/** The load-exclusive whose reservation a store-exclusive needs; null where the path has none for it. */
export function reservationOf(machine: Machine, state: Readonly<MachineState>, store: Slot): Slot | null {
  const nearest = nearestExclusive(machine, state, store);
  return nearest !== null && isLoadExclusive(nearest.instruction) ? nearest : null;
}

/** The store-exclusive that takes the reservation of a load-exclusive; null where none has been fetched. */
export function claimOf(machine: Machine, state: Readonly<MachineState>, load: Slot): Slot | null {
  const nearest = nearestExclusive(machine, state, load);
  return nearest?.instruction.kind === "store-exclusive" ? nearest : null;
}

function nearestExclusive(machine: Machine, state: Readonly<MachineState>, slot: Slot): Slot | null {
  const { slots } = at(machine.pes, slot.pe);
  for (const index of slot.access?.exclusives ?? []) {
    const other = at(slots, index);
    // A fault makes no reservation, and takes none away.
    if (isFetched(state, other) && !(other.onFault !== null && hasFaulted(state, other))) return other;
  }
  return null;
}

/** Whether an atomic has read what its write, which is still to come, must directly follow in memory. */
export function isHalfDone(machine: Machine, state: Readonly<MachineState>, slot: Slot): boolean {
  const { kind } = slot.instruction;
  if (slot.access?.atomic !== true) return false;
  const own = slotState(state, slot);
  // One that was forwarded has not read memory yet: another may still come and go before the store it read from.
  if (own.read === 0 || own.forwarded !== 0) return false;
  return kind === "rmw" ? willWrite(state, slot) : isClaimed(machine, state, slot);
}

/** Whether a store-exclusive that is to succeed needs the reservation of a load-exclusive. */
export function isClaimed(machine: Machine, state: Readonly<MachineState>, load: Slot): boolean {
  const claim = claimOf(machine, state, load);
  return claim !== null && slotState(state, claim).compared === 1 && slotState(state, claim).written < 2;
}

function willWrite(state: Readonly<MachineState>, slot: Slot): boolean {
  const { instruction } = slot;
  const own = slotState(state, slot);
  if (own.written === 2 || own.compared === 2) return false;
  return instruction.kind !== "rmw" || instruction.operation !== "cas" || own.compared === 1;
}
