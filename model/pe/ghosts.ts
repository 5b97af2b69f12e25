import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { Choose } from "../program/instruction.ts";
import { type Context, type MachineRule, programStep, slotRule } from "./context.ts";

/** A value taken as arbitrary. */
export function chooseRule({ machine }: Context, slot: Slot, { among }: Choose): MachineRule {
  return {
    name: "choose",
    instances: among.map((_, i) => [i]),
    when: (state) => slotState(state, slot).fetched === 1 && slotState(state, slot).done === 0,
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
 * barrier waits for may still be in flight. Marks of a PE happen in program order. Eager: nothing but properties looks at
 * a mark, and what they say of "after" only gets more to judge when it happens early.
 */
export function markRule({ machine, guards }: Context, slot: Slot): MachineRule {
  return slotRule({
    name: "mark",
    eager: true,
    when: (state) => {
      const { fetched, done } = slotState(state, slot);
      return (
        fetched === 1 &&
        done === 0 &&
        guards.base(state, slot) &&
        guards.control(state, slot) &&
        guards.translations(state, slot)
      );
    },
    then: (state) => {
      slotState(state, slot).done = 1;
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}
