import type { Slot } from "../machine/slot.ts";
import type { Context, MachineRule } from "./context.ts";
import { withFolded } from "./folded.ts";
import { withUsefulGuesses } from "./useful-guesses.ts";
import { walkAndRead } from "./walk-and-read.ts";

/**
 * The rules of an instruction as they are for a scenario that is judged by its final states: steps that no end can tell
 * apart share one transition (machine-semantics 13). Otherwise as they are given.
 */
export const withSharedSteps = (
  context: Context,
  slot: Slot,
  rules: readonly MachineRule[],
): readonly MachineRule[] =>
  canShare(context)
    ? withUsefulGuesses(context, slot, walkAndRead(context, slot, withFolded(context, slot, rules)))
    : rules;

/** The arguments for it are about the machine with all its rules. What a line holds changes by write-backs; instructions of a loop that closes come again; explicit walks, amalgamation and the erratum see more than ends; and devices see requests, and memory, at any time. */
function canShare({ machine }: Context): boolean {
  const { judged, features, without = [] } = machine.scenario;
  return (
    judged === "final states" &&
    without.length === 0 &&
    machine.lines.length === 0 &&
    features.walks === "may-be-cached" &&
    !features.amalgamation &&
    features.tlbiDrainsOldAccesses &&
    machine.devices.length === 0 &&
    machine.pes.every((pe) => pe.cluster.length === 1) &&
    machine.pes.every((pe) => pe.slots.every(({ taken, index }) => taken === null || taken > index))
  );
}
