import { isPending, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { Fence } from "../program/instruction.ts";
import { type Context, type MachineRule, programStep, slotRule, barrierStep } from "./context.ts";

/**
 * MFENCE, SFENCE and LFENCE (docs/machine.md, "x86"): what each waits for is its `Order.beforeDsb`, what each holds back is
 * in the `Order` of what follows it. SFENCE waits for nothing: what it orders waits for each other. Eager: it only enables.
 */
export function fenceRule({ machine, guards }: Context, slot: Slot, { type }: Fence): MachineRule {
  return slotRule({
    name: "fence",
    eager: true,
    source: "Intel SDM vol. 3, 9.2.5",
    when: (state) =>
      isPending(state, slot) && guards.base(state, slot) && guards.ordered(state, slot, slot.order.beforeDsb),
    then: (state) => {
      slotState(state, slot).done = 1;
    },
    label: () =>
      type === "sfence" ? barrierStep(machine, slot) : programStep(machine, slot, slot.instruction.kernel),
  });
}
