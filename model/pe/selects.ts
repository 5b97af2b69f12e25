import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Select } from "../program/instruction.ts";
import { type Context, type MachineRule, hardwareStep, slotRule } from "./context.ts";
import { confirmIfSettled, confirmRule, FAILS, HOLDS, isOpen, knownWay } from "./prediction.ts";

type State = Readonly<MachineState>;

/**
 * A select whose condition is not known may yield either operand on a guess (machine-semantics 2); one that turns out
 * wrong abandons the path. What it yields is kept: evaluating it again takes no look at the condition.
 */
export function selectRules(context: Context, slot: Slot, { condition }: Select): readonly MachineRule[] {
  const { machine } = context;
  if (!slot.predicted) return [];
  const known = (state: State): number | null => knownWay(machine, state, slot, condition);
  return [
    {
      name: "select guessed",
      source: "machine-semantics 2",
      instances: [[HOLDS], [FAILS]],
      when: (state) => isOpen(state, slot) && known(state) === null,
      then: (state, choice = HOLDS) => {
        slotState(state, slot).direction = choice;
      },
      label: (_, choice) =>
        hardwareStep(machine, slot, `${slot.instruction.kernel}: guessed ${choice === HOLDS ? "yes" : "no"}`),
    },
    slotRule({
      name: "select follows",
      eager: true,
      when: (state) => isOpen(state, slot) && known(state) !== null,
      then: (state) => {
        slotState(state, slot).direction = known(state) ?? 0;
        confirmIfSettled(machine, state, slot, condition);
      },
      label: () => hardwareStep(machine, slot, `${slot.instruction.kernel}: its condition is known`),
    }),
    confirmRule(context, slot, condition),
  ];
}
