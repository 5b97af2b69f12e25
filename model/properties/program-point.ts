import { Diagnostic } from "../../checker/diagnostic.ts";
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

/**
 * Like `hasPassed`, for a point that ends what a property is about.
 *
 * @throws Diagnostic (kind "program") for a mark that is not an `endMark`: folded into the step before, it would make
 * what it ends look shorter than it may be
 */
export function hasEnded(machine: Machine, point: ProgramPoint): (state: Readonly<MachineState>) => boolean {
  for (const { instruction } of machine.labelled(point.pe, point.mark)) {
    if (instruction.kind === "mark" && instruction.ends === true) continue;
    throw new Diagnostic({
      kind: "program",
      where: point.pe,
      what: `"${point.mark}" ends something that a property is about, and is not an endMark`,
      next: `write endMark("${point.mark}")`,
    });
  }
  return hasPassed(machine, point);
}

/** From one point on, until another where there is one; the latter an `endMark`. */
export interface Interval {
  readonly after: ProgramPoint;
  readonly until?: ProgramPoint;
}

/** Whether a state is within an interval. */
export function isWithin(
  machine: Machine,
  { after, until }: Interval,
): (state: Readonly<MachineState>) => boolean {
  const begun = hasPassed(machine, after);
  const over = until === undefined ? () => false : hasEnded(machine, until);
  return (state) => begun(state) && !over(state);
}
