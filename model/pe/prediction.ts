import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Expression } from "../program/expression.ts";
import { type Context, type MachineRule, hardwareStep, slotRule } from "./context.ts";
import { isTainted } from "./taint.ts";
import { valueAt } from "./values.ts";

type State = Readonly<MachineState>;

/*
 * What branches and selects have in common (machine-semantics 2): one of two ways is taken by a condition, or on a guess
 * while that is not known, and confirmed when it is. In a state it is `direction`, and `done` once it is confirmed.
 */

/** The way of a condition that holds (not 0), and of one that does not. */
export const HOLDS = 1;
export const FAILS = 2;

/** The way that the condition says, or null while it is not known. */
export function knownWay(machine: Machine, state: State, slot: Slot, condition: Expression): number | null {
  const value = valueAt(machine, state, slot, condition);
  return value === null ? null : value !== 0n ? HOLDS : FAILS;
}

/** Whether it is on the path and has taken neither way. */
export function isOpen(state: State, slot: Slot): boolean {
  const { fetched, direction } = slotState(state, slot);
  return fetched === 1 && direction === 0;
}

/** Whether a way was taken that is not confirmed. */
function isGuess(state: State, slot: Slot): boolean {
  const { fetched, direction, done } = slotState(state, slot);
  return fetched === 1 && direction !== 0 && done === 0;
}

/** Confirms the way just taken, unless what the condition rests on is itself a guess. */
export function confirmIfSettled(
  machine: Machine,
  state: MachineState,
  slot: Slot,
  condition: Expression,
): void {
  if (!isTainted(machine, state, slot, condition)) slotState(state, slot).done = 1;
}

/** The confirmation of a guess that was right. Eager: it only enables. */
export const confirmRule = ({ machine }: Context, slot: Slot, condition: Expression): MachineRule =>
  slotRule({
    name: `${slot.instruction.kind} confirmed`,
    eager: true,
    when: (state) =>
      isGuess(state, slot) &&
      knownWay(machine, state, slot, condition) === slotState(state, slot).direction &&
      !isTainted(machine, state, slot, condition),
    then: (state) => {
      slotState(state, slot).done = 1;
    },
    label: () => hardwareStep(machine, slot, `${slot.instruction.kernel}: the guess was right`),
  });

/** Whether a way was guessed and the condition says the other: the state is on a path that never was. */
export function isWrongGuess(machine: Machine, state: State, slot: Slot): boolean {
  const { instruction } = slot;
  const isSuch = instruction.kind === "branch" || (instruction.kind === "select" && slot.predicted);
  if (!isSuch || instruction.condition === null || !isGuess(state, slot)) return false;
  const known = knownWay(machine, state, slot, instruction.condition);
  return known !== null && known !== slotState(state, slot).direction;
}
