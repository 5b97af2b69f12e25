import { at } from "../../checker/schema/access.ts";
import type { Register } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import { isFetched } from "../machine/queries.ts";
import type { Requirement, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { typesOrder } from "../pe/memory-ordering.ts";
import { behaviourAt, registerOf } from "./requests.ts";

type State = Readonly<MachineState>;

/**
 * Whether a request may take its place on its path: no earlier one of its PE is left without a place that has to be before
 * it. Its acknowledgement tells the PE nothing of that, so the requests themselves must keep the order that a PE has from
 * one peripheral: of non-reordering types and of one location (Arm ARM B2.10), and across barriers (B2.3).
 */
export function mayTakePlace(machine: Machine, state: State, slot: Slot, register: Register): boolean {
  for (const request of at(state.paths, register.path).unordered) {
    const older = at(at(machine.requests, register.path), request);
    if (older.pe === slot.pe && older.index < slot.index && precedes(machine, state, older, slot))
      return false;
  }
  return true;
}

function precedes(machine: Machine, state: State, older: Slot, slot: Slot): boolean {
  const before = registerOf(machine, state, older);
  const after = registerOf(machine, state, slot);
  if (before === null || after === null || before.device !== after.device) return false;
  if (before.location === after.location) return true;
  if (machine.has("peripheral-order") && isInOrder(state, older) && isInOrder(state, slot)) return true;
  return isBarred(machine, state, older, slot);
}

const isInOrder = (state: State, slot: Slot): boolean => behaviourAt(state, slot)?.reorders === false;

/** Whether a barrier, or what the two are, puts an earlier write before an access. */
function isBarred(machine: Machine, state: State, older: Slot, slot: Slot): boolean {
  const { slots } = at(machine.pes, slot.pe);
  const { beforeRead, beforeWrite, dsbs, interrupts } = slot.order;
  const isMet = (requirement: Requirement): boolean =>
    requirement.slot === older.index &&
    requirement.write &&
    !requirement.sameLocation &&
    requirement.samePeripheral !== true &&
    (requirement.via === null || isFetched(state, at(slots, requirement.via))) &&
    (requirement.types === undefined || typesOrder(state, requirement.types, older, slot));
  if ((slot.access?.writes === true ? beforeWrite : beforeRead).some(isMet)) return true;
  return [...dsbs, ...interrupts].some((index) => {
    const barrier = at(slots, index);
    return index > older.index && isFetched(state, barrier) && barrier.order.beforeDsb.some(isMet);
  });
}
