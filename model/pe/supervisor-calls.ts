import { isPending, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import { type Context, type MachineRule, programStep, slotRule } from "./context.ts";
import { fetchAfterException, followedBy } from "./faults.ts";

/**
 * SVC: takes its exception once nothing earlier can still go another way, as a fault does (machine-semantics 8). There
 * is nothing to complete, and no barrier orders it. Eager: it only enables. One that leaves the path out is a step of its
 * own, as a walk that does is: what happens before it counts.
 */
export function supervisorCallRule(context: Context, slot: Slot): MachineRule {
  const { machine, guards } = context;
  const isLeftOut = slot.onFault?.kind === "left out";
  return slotRule({
    name: "supervisor call",
    ...(isLeftOut ? {} : { eager: true as const }),
    source: "machine-semantics 8",
    when: (state) => isPending(state, slot) && guards.settled(state, slot),
    then: (state) => {
      slotState(state, slot).done = 1;
      if (isLeftOut) state.abandoned = 1;
      else if (machine.synchronises.entry) fetchAfterException(context, state, slot);
    },
    label: () => programStep(machine, slot, slot.instruction.kernel, followedBy(context, slot)),
  });
}
