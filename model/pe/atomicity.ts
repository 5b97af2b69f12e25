import { isHalfDone } from "../machine/exclusives.ts";
import type { Machine } from "../machine/machine.ts";
import { needsUpdate, outcomeOf } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { locationAt } from "./values.ts";

type State = Readonly<MachineState>;

/**
 * Whether another atomic is half done at a location: an RMW between its read and its write, a load-exclusive whose
 * store-exclusive is to succeed, or a walk between its read and its hardware update. Only one of two such can succeed,
 * so that the second need not start (machine-semantics 2, reservation).
 */
export const isReserved = (machine: Machine, state: State, location: number, slot: Slot): boolean =>
  machine.pes.some((pe) =>
    pe.slots.some(
      (other) =>
        other !== slot &&
        (isHalfDoneAt(machine, state, other, location) || owesUpdate(machine, state, other, location)),
    ),
  );

const isHalfDoneAt = (machine: Machine, state: State, slot: Slot, location: number): boolean =>
  slot.access?.locations.has(location) === true &&
  isHalfDone(machine, state, slot) &&
  locationAt(machine, state, slot) === location;

/** Whether a walk is to update the PTE at a location and has not yet. */
export function owesUpdate(machine: Machine, state: State, slot: Slot, location: number): boolean {
  if (slot.access?.updatesAtomically !== true || location >= machine.locations.ptes.length) return false;
  if (!needsUpdate(state, slot)) return false;
  const page = outcomeOf(state, slot)?.page;
  return page !== undefined && machine.pes[slot.pe]?.walks[page] === location;
}
