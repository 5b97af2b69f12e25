import { Diagnostic } from "../../checker/diagnostic.ts";
import { at } from "../../checker/schema/access.ts";
import { isPending, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { Lock, Unlock } from "../program/instruction.ts";
import { type Context, type MachineRule, programStep, slotRule } from "./context.ts";

/** Taking a lock: an acquire RMW in one step. Waiting is having no step. */
export function lockRule({ machine, guards }: Context, slot: Slot, { lock }: Lock): MachineRule {
  const index = machine.locks.indexOf(lock);
  return slotRule({
    name: "lock",
    when: (state) =>
      isPending(state, slot) &&
      at(state.locks, index) === 0 &&
      guards.settled(state, slot) &&
      guards.ordered(state, slot, slot.order.beforeRead) &&
      guards.ordered(state, slot, slot.order.beforeWrite),
    then: (state) => {
      slotState(state, slot).done = 1;
      state.locks[index] = slot.pe + 1;
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}

/** Releasing it: a store-release. */
export function unlockRule({ machine, guards }: Context, slot: Slot, { lock }: Unlock): MachineRule {
  const index = machine.locks.indexOf(lock);
  return slotRule({
    name: "unlock",
    when: (state) =>
      isPending(state, slot) &&
      guards.settled(state, slot) &&
      guards.ordered(state, slot, slot.order.beforeWrite),
    then: (state) => {
      if (at(state.locks, index) !== slot.pe + 1) throw notHeld(machine, slot, lock);
      slotState(state, slot).done = 1;
      state.locks[index] = 0;
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}

function notHeld(machine: Context["machine"], slot: Slot, lock: string): Diagnostic {
  return new Diagnostic({
    kind: "program",
    where: machine.pes[slot.pe]?.name ?? "",
    what: `${slot.instruction.kernel} releases ${lock}, which this PE does not hold`,
    next: "Take the lock on every path that releases it.",
  });
}
