import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";

/** A point in a program: the mark with this label. */
export interface ProgramPoint {
  readonly pe: string;
  readonly mark: string;
}

/** Whether a state is past a point: one copy of its mark, where a loop holds it, is enough. */
export function hasPassed(
  machine: Machine,
  { pe, mark }: ProgramPoint,
): (state: Readonly<MachineState>) => boolean {
  const slots = machine.labelled(pe, mark);
  return (state) => slots.some((slot) => slotState(state, slot).done === 1);
}
