import { isPending, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { Choose, Mark } from "../program/instruction.ts";
import { type Context, type MachineRule, programStep, slotRule, timelessStep } from "./context.ts";

/** A value taken as arbitrary. */
export function chooseRule({ machine }: Context, slot: Slot, { among }: Choose): MachineRule {
  return {
    name: "choose",
    instances: among.map((_, i) => [i]),
    when: (state) => isPending(state, slot),
    then: (state, i = 0) => {
      slotState(state, slot).done = 1;
      slotState(state, slot).value = among[i] ?? 0n;
    },
    label: (_, i = 0) =>
      programStep(machine, slot, `${slot.instruction.kernel} = ${machine.valueName(null, among[i] ?? 0n)}`),
  };
}

/**
 * A ghost event: the point of the program is reached for certain, its barriers are complete. Earlier accesses that no
 * barrier waits for may still be in flight. Eager, unless it ends something: what a property says of "after" a mark only
 * gets more to judge when it happens early, and less of what it says of "until".
 */
export function markRule({ machine, guards }: Context, slot: Slot, { ends }: Mark): MachineRule {
  return slotRule({
    name: "mark",
    ...(ends === true ? {} : { eager: true as const }),
    when: (state) => isPending(state, slot) && guards.settled(state, slot),
    then: (state) => {
      slotState(state, slot).done = 1;
    },
    label: () => timelessStep(machine, slot, slot.instruction.kernel),
  });
}
