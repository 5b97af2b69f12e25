import { fetchFrom } from "../machine/blank.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Expression } from "../program/expression.ts";
import type { Branch } from "../program/instruction.ts";
import { type Context, type MachineRule, programStep, hardwareStep, slotRule } from "./context.ts";
import { repeatRule } from "./loops.ts";
import { isTainted } from "./taint.ts";
import { valueAt } from "./values.ts";

const TAKEN = 1;
const NOT_TAKEN = 2;

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
  const known = (state: Readonly<MachineState>): number | null =>
    knownDirection(machine, state, slot, condition);
  const guessed: MachineRule = {
    name: "branch guessed",
    source: "machine-semantics 2",
    // A loop that closes begins its next iteration when the last one is complete: guessing that it will is nothing.
    instances: closes(slot) ? [[NOT_TAKEN]] : [[TAKEN], [NOT_TAKEN]],
    when: (state) => {
      const { fetched, direction } = slotState(state, slot);
      return fetched === 1 && direction === 0 && known(state) === null;
    },
    then: (state, direction) => follow(machine, state, slot, direction ?? 0),
    label: (_, direction) =>
      hardwareStep(machine, slot, `${slot.instruction.kernel}: guessed ${wordOf(direction)}`),
  };
  return [
    ...(isPredicted(machine, bound) ? [guessed] : []),
    slotRule({
      name: "branch followed",
      eager: true,
      when: (state) => {
        const { fetched, direction } = slotState(state, slot);
        return fetched === 1 && direction === 0 && known(state) !== null;
      },
      then: (state) => {
        follow(machine, state, slot, known(state) ?? 0);
        if (!isTainted(machine, state, slot, condition)) slotState(state, slot).done = 1;
      },
      label: (state) =>
        programStep(machine, slot, `${slot.instruction.kernel}: ${wordOf(known(state) ?? 0)}`),
    }),
    slotRule({
      name: "branch confirmed",
      eager: true,
      when: (state) => {
        const { fetched, direction, done } = slotState(state, slot);
        if (fetched === 0 || direction === 0 || done === 1 || known(state) !== direction) return false;
        return !isTainted(machine, state, slot, condition);
      },
      then: (state) => {
        slotState(state, slot).done = 1;
      },
      label: () => programStep(machine, slot, `${slot.instruction.kernel}: the guess was right`),
    }),
    ...repeat,
  ];
}

function isPredicted({ has }: Context["machine"], bound: Branch["bound"]): boolean {
  return has("branch-prediction") && (bound === undefined || has("backward-branch-prediction"));
}

function knownDirection(
  machine: Context["machine"],
  state: Readonly<MachineState>,
  slot: Slot,
  condition: Expression,
): number | null {
  const value = valueAt(machine, state, slot, condition);
  return value === null ? null : value !== 0n ? TAKEN : NOT_TAKEN;
}

/** Whether a branch was guessed one way and its condition says the other: the state is on a path that never was. */
export function isMispredicted(
  machine: Context["machine"],
  state: Readonly<MachineState>,
  slot: Slot,
): boolean {
  const { instruction } = slot;
  if (instruction.kind !== "branch" || instruction.condition === null) return false;
  const { fetched, direction, done } = slotState(state, slot);
  if (fetched === 0 || direction === 0 || done === 1) return false;
  const known = knownDirection(machine, state, slot, instruction.condition);
  return known !== null && known !== direction;
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
