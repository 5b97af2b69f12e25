import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import { hasEnded, hasPassed, type ProgramPoint } from "./program-point.ts";

/** The point where a labelled access is performed: where it has read, or where its write, or its request, has left the PE. */
export interface AccessPoint {
  readonly pe: string;
  readonly access: string;
}

/** From a mark or an access on, until an `endMark` where there is one. */
export interface Span {
  readonly from: ProgramPoint | AccessPoint;
  readonly until?: ProgramPoint;
}

/** What a span begins with, as witnesses name it. */
export const beginOf = ({ from }: Span): string => ("access" in from ? from.access : from.mark);

/** Whether a state is within a span. */
export function isInSpan(
  machine: Machine,
  { from, until }: Span,
): (state: Readonly<MachineState>) => boolean {
  const begun = "access" in from ? hasBeenPerformed(machine, from) : hasPassed(machine, from);
  const over = until === undefined ? () => false : hasEnded(machine, until);
  return (state) => begun(state) && !over(state);
}

/** Whether a labelled access is performed; one copy of it, where a loop holds it, is enough. */
export function hasBeenPerformed(
  machine: Machine,
  { pe, access }: AccessPoint,
): (state: Readonly<MachineState>) => boolean {
  const slots = machine.labelled(pe, access);
  return (state) =>
    slots.some((slot) => {
      const { sent, written, read } = slotState(state, slot);
      return sent === 1 || written === 2 || (read === 1 && slot.access?.writes !== true);
    });
}
