import { isComplete, type Machine, type MachineState } from "../../../model/index.ts";
import type { Model } from "../../../checker/model.ts";
import type { Reading } from "./observer.ts";

/**
 * Whether a state is an end: no PE has anything left to do. It may have successors all the same, where the hardware may
 * still set an access flag. One that a loop bound cut is none.
 */
export function isEnd(machine: Machine, model: Model<MachineState>): Reading<boolean> {
  const slots = machine.pes.flatMap((pe) => pe.slots);
  return (state) => slots.every((slot) => isComplete(state, slot)) && (model.cut?.(state) ?? null) === null;
}
