import { at } from "../../checker/schema/access.ts";
import { fetchFrom } from "../machine/blank.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Branch } from "../program/instruction.ts";
import { type Context, type MachineRule, programStep, hardwareStep, slotRule } from "./context.ts";
import { repeatRule } from "./loops.ts";
import { confirmIfSettled, confirmRule, FAILS, HOLDS, isOpen, knownWay } from "./prediction.ts";

const TAKEN = HOLDS;
const NOT_TAKEN = FAILS;

/**
 * Fetch and prediction (machine-semantics 2). A branch whose condition is known is followed; otherwise either way is
 * guessed, and when the condition is known and differs the path is abandoned: the other guess is the restarted
 * execution. The guess itself enables steps only, so following and confirming are eager.
 */
export function branchRules(
  context: Context,
  slot: Slot,
  { condition, bound }: Branch,
): readonly MachineRule[] {
  const { machine } = context;
  const repeat = closes(slot) ? [repeatRule(context, slot)] : [];
  if (condition === null) return [unconditional(machine, slot), ...repeat];
  const known = (state: Readonly<MachineState>): number | null => knownWay(machine, state, slot, condition);
  const guessed: MachineRule = {
    name: "branch guessed",
    source: "machine-semantics 2",
    // A loop that closes begins its next iteration when the last one is complete: guessing that it will is nothing.
    instances: closes(slot) ? [[NOT_TAKEN]] : [[TAKEN], [NOT_TAKEN]],
    when: (state) => isOpen(state, slot) && known(state) === null,
    then: (state, direction) => follow(machine, state, slot, direction ?? 0),
    label: (_, direction) =>
      hardwareStep(machine, slot, `${slot.instruction.kernel}: guessed ${wordOf(direction)}`),
  };
  return [
    ...(isPredicted(machine, slot, bound) ? [guessed] : []),
    slotRule({
      name: "branch followed",
      eager: true,
      when: (state) => isOpen(state, slot) && known(state) !== null,
      then: (state) => {
        follow(machine, state, slot, known(state) ?? 0);
        confirmIfSettled(machine, state, slot, condition);
      },
      label: (state) =>
        programStep(machine, slot, `${slot.instruction.kernel}: ${wordOf(known(state) ?? 0)}`),
    }),
    confirmRule(context, slot, condition),
    ...repeat,
  ];
}

/** On x86 only loads of WC memory go ahead on a guess: all else waits until it is confirmed (docs/machine.md, "x86"). */
function isPredicted({ has, pes }: Context["machine"], { pe, index }: Slot, bound: Branch["bound"]): boolean {
  const { architecture, slots } = at(pes, pe);
  const goesAhead = ({ access, ...later }: Slot): boolean =>
    access !== null && access.reads && access.weak && later.index > index;
  if (architecture === "x86" && !slots.some(goesAhead)) return false;
  return has("branch-prediction") && (bound === undefined || has("backward-branch-prediction"));
}

const closes = (slot: Slot): boolean => slot.taken !== null && slot.taken <= slot.index;

function unconditional(machine: Context["machine"], slot: Slot): MachineRule {
  return slotRule({
    name: "branch followed",
    eager: true,
    when: (state) => slotState(state, slot).fetched === 1 && slotState(state, slot).done === 0,
    then: (state) => {
      slotState(state, slot).direction = TAKEN;
      slotState(state, slot).done = 1;
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}

function follow(machine: Context["machine"], state: MachineState, slot: Slot, direction: number): void {
  slotState(state, slot).direction = direction;
  const next = direction === TAKEN ? slot.taken : slot.next;
  if (next === null || next <= slot.index) return;
  fetchFrom(machine, state, slot.pe, next);
}

const wordOf = (direction: number | undefined): string => (direction === TAKEN ? "taken" : "not taken");

/** Whether a declared loop bound cut the path: a branch that has nowhere to go, on a path that is certain. */
export function isCut({ guards }: Context, state: Readonly<MachineState>, slot: Slot): boolean {
  if (slot.instruction.kind !== "branch" || slot.taken !== null) return false;
  const { direction, done } = slotState(state, slot);
  return direction === TAKEN && done === 1 && guards.control(state, slot) && guards.translations(state, slot);
}
