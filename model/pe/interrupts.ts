import { at } from "../../checker/schema/access.ts";
import { isPending, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { SendIpi } from "../program/instruction.ts";
import { type Context, type MachineRule, programStep, slotRule } from "./context.ts";

/**
 * Sending an IPI: like a store to the interrupt controller that only a DSB orders after earlier accesses; on x86, what
 * MFENCE and LFENCE together do.
 */
export function sendIpiRule({ machine, guards }: Context, slot: Slot, { to }: SendIpi): MachineRule {
  const target = machine.pe(to).index;
  return slotRule({
    name: "send ipi",
    when: (state) =>
      isPending(state, slot) &&
      guards.settled(state, slot) &&
      guards.ordered(state, slot, slot.order.beforeDsb),
    then: (state) => {
      slotState(state, slot).done = 1;
      at(state.pes, target).pendingIpi = 1;
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}

/**
 * Interrupt entry: at a boundary between instructions, so everything before it is translated and cannot fault any more.
 * Whether it synchronises context is `Features.entryExitCse`, and is in the `Order` of what follows. On x86 it does, and
 * drains the store buffer.
 */
export function takeIpiRule({ machine, guards }: Context, slot: Slot): MachineRule {
  return slotRule({
    name: "take ipi",
    when: (state) =>
      isPending(state, slot) &&
      at(state.pes, slot.pe).pendingIpi === 1 &&
      guards.settled(state, slot) &&
      guards.ordered(state, slot, slot.order.beforeDsb),
    then: (state) => {
      slotState(state, slot).done = 1;
      at(state.pes, slot.pe).pendingIpi = 0;
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}
