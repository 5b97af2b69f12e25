import { behaviours } from "../memory/behaviour.ts";
import { at } from "../../checker/schema/access.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { type Context, hardwareStep, type MachineRule } from "../pe/context.ts";
import { behaviourAt, mayBeRequest, registerOf } from "./requests.ts";

type State = Readonly<MachineState>;

/**
 * Gathering (Arm ARM B2.10, "Gathering"; SDM vol. 3, 12.3.1 for WC): a write that has not left is merged into a later one of
 * its PE to the same register, so that the device sees one. Both must be ready to leave: a barrier between the two keeps
 * the later one back, and so keeps them apart.
 *
 * @param isReady whether a store of the PE may leave, were the requirement left out that an earlier one to its place is first
 */
export function gatherRule(
  context: Context,
  slot: Slot,
  isReady: (state: State, store: Slot, but: Slot | null) => boolean,
): readonly MachineRule[] {
  const { machine, effects } = context;
  if (!machine.has("writes-gather") || !mayGather(context, slot)) return [];
  const { slots } = at(machine.pes, slot.pe);
  const younger = slots.filter(
    (other) =>
      other.index > slot.index &&
      mayGather(context, other) &&
      [...(other.access?.locations ?? [])].some((location) => slot.access?.locations.has(location)),
  );
  if (younger.length === 0) return [];
  const isWaiting = (state: State, store: Slot): boolean => {
    const { sent, written } = slotState(state, store);
    return sent === 0 && written < 2 && behaviourAt(state, store)?.gathers === true;
  };
  const rule: MachineRule = {
    name: "gather writes",
    source: "docs/machine.md, Interconnect, registers, reset",
    instances: younger.map(({ index }) => [index]),
    when: (state, index = 0) => {
      const into = at(slots, index);
      if (!isWaiting(state, slot) || !isWaiting(state, into)) return false;
      const register = registerOf(machine, state, slot);
      if (register === null || !register.posted) return false;
      if (registerOf(machine, state, into)?.location !== register.location) return false;
      return isReady(state, slot, null) && isReady(state, into, slot);
    },
    then: (state) => {
      slotState(state, slot).sent = 1;
      slotState(state, slot).written = 2;
      effects.finish(state, slot);
    },
    label: (_, index = 0) =>
      hardwareStep(
        machine,
        slot,
        `${slot.instruction.kernel}: gathered into ${at(slots, index).instruction.kernel}`,
        "the device sees one write",
      ),
  };
  return [rule];
}

const mayGather = ({ machine }: Context, slot: Slot): boolean =>
  slot.instruction.kind === "store" &&
  mayBeRequest(machine, slot) &&
  slot.access?.outcomes.some(
    ({ result }) => result.kind === "descriptor" && behaviours[result.type].gathers,
  ) === true;
