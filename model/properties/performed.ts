import type { Machine } from "../machine/machine.ts";
import { isFinished } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { Guards } from "../pe/guards.ts";

/** Whether an access has its value and nothing earlier on its PE can take it back: one of a wrong path never happened. */
export function isPerformed(machine: Machine): (state: Readonly<MachineState>, slot: Slot) => boolean {
  const guards = new Guards(machine);
  return (state, slot) =>
    isFinished(state, slot) && guards.translations(state, slot) && guards.control(state, slot);
}
