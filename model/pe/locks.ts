import { Diagnostic } from "../../checker/diagnostic.ts";
import { holds, mayTake, release, take } from "../machine/lock-holders.ts";
import { isPending, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { Lock, Unlock } from "../program/instruction.ts";
import { type Context, type MachineRule, programStep, slotRule } from "./context.ts";

/** Taking a lock, alone or shared: an acquire RMW in one step. Waiting is having no step. */
export function lockRule({ machine, guards }: Context, slot: Slot, instruction: Lock): MachineRule {
  const { lock } = instruction;
  const shared = instruction.shared === true;
  const index = machine.locks.indexOf(lock);
  return slotRule({
    name: "lock",
    when: (state) =>
      isPending(state, slot) &&
      mayTake(machine, state, index, slot.pe, shared) &&
      guards.settled(state, slot) &&
      guards.ordered(state, slot, slot.order.beforeRead) &&
      guards.ordered(state, slot, slot.order.beforeWrite),
    then: (state) => {
      slotState(state, slot).done = 1;
      take(machine, state, index, slot.pe, shared);
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}

/** Releasing it: a store-release. */
export function unlockRule({ machine, guards }: Context, slot: Slot, instruction: Unlock): MachineRule {
  const { lock } = instruction;
  const shared = instruction.shared === true;
  const index = machine.locks.indexOf(lock);
  return slotRule({
    name: "unlock",
    when: (state) =>
      isPending(state, slot) &&
      guards.settled(state, slot) &&
      guards.ordered(state, slot, slot.order.beforeWrite),
    then: (state) => {
      if (!holds(machine, state, index, slot.pe, shared)) throw notHeld(machine, slot, lock, shared);
      slotState(state, slot).done = 1;
      release(machine, state, index, slot.pe);
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}

function notHeld(machine: Context["machine"], slot: Slot, lock: string, shared: boolean): Diagnostic {
  return new Diagnostic({
    kind: "program",
    where: machine.pes[slot.pe]?.name ?? "",
    what: `${slot.instruction.kernel} releases ${lock}, which this PE does not hold${shared ? " shared" : ""}`,
    next: "Take the lock on every path that releases it.",
  });
}
