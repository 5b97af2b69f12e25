import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Select } from "../program/instruction.ts";
import { type Context, type MachineRule, hardwareStep, slotRule } from "./context.ts";
import { isTainted } from "./taint.ts";
import { valueAt } from "./values.ts";

type State = Readonly<MachineState>;

const YES = 1;
const NO = 2;

/**
 * A select whose condition is not known may yield either operand on a guess (machine-semantics 2); one that turns out
 * wrong abandons the path. What it yields is kept: evaluating it again takes no look at the condition.
 */
export function selectRules(context: Context, slot: Slot, { condition }: Select): readonly MachineRule[] {
  const { machine } = context;
  if (!slot.predicted) return [];
  const known = (state: State): number | null => knownChoice(context, state, slot, condition);
  const isOpen = (state: State): boolean => {
    const { fetched, direction } = slotState(state, slot);
    return fetched === 1 && direction === 0;
  };
  return [
    {
      name: "select guessed",
      source: "machine-semantics 2",
      instances: [[YES], [NO]],
      when: (state) => isOpen(state) && known(state) === null,
      then: (state, choice = YES) => {
        slotState(state, slot).direction = choice;
      },
      label: (_, choice) =>
        hardwareStep(machine, slot, `${slot.instruction.kernel}: guessed ${choice === YES ? "yes" : "no"}`),
    },
    slotRule({
      name: "select follows",
      eager: true,
      when: (state) => isOpen(state) && known(state) !== null,
      then: (state) => {
        slotState(state, slot).direction = known(state) ?? 0;
        if (!isTainted(machine, state, slot, condition)) slotState(state, slot).done = 1;
      },
      label: () => hardwareStep(machine, slot, `${slot.instruction.kernel}: its condition is known`),
    }),
    slotRule({
      name: "select confirmed",
      eager: true,
      when: (state) => {
        const { fetched, direction, done } = slotState(state, slot);
        if (fetched === 0 || direction === 0 || done === 1 || known(state) !== direction) return false;
        return !isTainted(machine, state, slot, condition);
      },
      then: (state) => {
        slotState(state, slot).done = 1;
      },
      label: () => hardwareStep(machine, slot, `${slot.instruction.kernel}: the guess was right`),
    }),
  ];
}

function knownChoice(
  { machine }: Context,
  state: State,
  slot: Slot,
  condition: Select["condition"],
): number | null {
  const value = valueAt(machine, state, slot, condition);
  return value === null ? null : value !== 0n ? YES : NO;
}

/** Whether a select was guessed one way and its condition says the other: the state is on a path that never was. */
export function isMisselected(context: Context, state: State, slot: Slot): boolean {
  const { instruction } = slot;
  if (instruction.kind !== "select" || !slot.predicted) return false;
  const { fetched, direction, done } = slotState(state, slot);
  if (fetched === 0 || direction === 0 || done === 1) return false;
  const known = knownChoice(context, state, slot, instruction.condition);
  return known !== null && known !== direction;
}
