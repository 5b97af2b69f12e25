import { hasFaulted, isFinished, needsUpdate, slotState } from "./queries.ts";
import type { Slot } from "./slot.ts";
import type { MachineState } from "./state.ts";

/**
 * Whether an instruction has nothing left to do: it is not on the path, or executed, or confirmed, or its access is finished, and its
 * fault, if any, was taken. A discarded load owes nothing.
 */
export function isComplete(state: Readonly<MachineState>, slot: Slot): boolean {
  const { fetched, done, exception } = slotState(state, slot);
  const { kind } = slot.instruction;
  if (fetched === 0 || kind === "let" || kind === "speculate") return true;
  if (kind === "select") return !slot.predicted || slotState(state, slot).done === 1;
  if (slot.access === null) return done === 1;
  if (needsUpdate(state, slot)) return false;
  return isFinished(state, slot) && (exception === 1 || !hasFaulted(state, slot));
}
