import { at } from "../../checker/schema/access.ts";
import type { Register } from "../machine/hardware.ts";
import { slotState } from "../machine/queries.ts";
import type { Access, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { type Context, type MachineRule, programStep, slotRule } from "../pe/context.ts";
import { acknowledgedAt } from "./acknowledgement.ts";
import { mayTakePlace } from "./places.ts";
import { behaviourAt, mayBeRequest, registerOf, requestOf, typeOf } from "./requests.ts";

type State = Readonly<MachineState>;

/**
 * A write to a register leaves the PE: what is micro-step W for memory. Where it is acknowledged at the PE it has no place
 * on its path yet, otherwise it takes one; before the endpoint, it is complete for the PE at once.
 *
 * @param isReady whether it may become visible, as a store to memory would
 */
export function sendWriteRule(
  context: Context,
  slot: Slot,
  isReady: (state: State) => boolean,
): readonly MachineRule[] {
  const { machine, effects } = context;
  if (!mayBeRequest(machine, slot)) return [];
  const point = (state: State, register: Register) =>
    acknowledgedAt(machine, register, typeOf(state, slot) ?? "Device-nGnRnE");
  const rule = slotRule({
    name: "send write",
    source: "docs/machine.md, Interconnect, registers, reset",
    when: (state) => {
      const { sent, written } = slotState(state, slot);
      if (sent === 1 || written === 2 || !isReady(state)) return false;
      const register = registerOf(machine, state, slot);
      if (register === null) return false;
      return point(state, register) === "PE" || mayTakePlace(machine, state, slot, register);
    },
    then: (state) => {
      const register = registerOf(machine, state, slot);
      if (register === null) return;
      const acknowledged = point(state, register);
      const { unordered, queue } = at(state.paths, register.path);
      const request = requestOf(machine, register.path, slot);
      slotState(state, slot).sent = 1;
      if (acknowledged === "PE") unordered.add(request);
      else queue.push(request);
      if (acknowledged === "endpoint") return;
      slotState(state, slot).written = 2;
      effects.finish(state, slot);
    },
    label: (state) => {
      const register = registerOf(machine, state, slot);
      return programStep(
        machine,
        slot,
        `${slot.instruction.kernel}: leaves for ${destination(context, register, register?.posted === true ? "posted" : "not posted")}`,
        register === null ? undefined : acknowledgement[point(state, register)],
      );
    },
  });
  return [rule];
}

const acknowledgement = {
  PE: "acknowledged at once, without a place on the path",
  "root complex": "acknowledged at once, by the root complex",
  endpoint: "acknowledged when it arrives",
} as const;

/**
 * A read of a register leaves the PE; it takes its value where it arrives, behind the writes that it follows on its path.
 * By a type without speculative reads it does so only when nothing can take it off the path any more (Arm ARM B2.10,
 * "Device memory": "speculative data accesses are not permitted").
 *
 * One that leaves comes after the writes of its PE to its place: it is forwarded from none that has left. Where its type
 * allows it need not leave while they have not (`mayForward`).
 */
export function sendReadRule(
  context: Context,
  slot: Slot,
  access: Access,
  mayRead: (state: State) => boolean,
): readonly MachineRule[] {
  const { machine, guards } = context;
  if (!mayBeRequest(machine, slot) || slot.instruction.kind === "speculate") return [];
  const mustBeCertain = machine.has("device-reads-are-certain");
  const mayBeSent = (state: State, register: Register): boolean => {
    const isSpeculative = !mustBeCertain || behaviourAt(state, slot)?.speculativeReads === true;
    if (!isSpeculative && !guards.certain(state, slot)) return false;
    return (
      ownWritesSent(context, state, slot, access, register) && mayTakePlace(machine, state, slot, register)
    );
  };
  const rule = slotRule({
    name: "send read",
    source: "docs/machine.md, Interconnect, registers, reset",
    when: (state) => {
      if (slotState(state, slot).sent === 1 || !mayRead(state)) return false;
      const register = registerOf(machine, state, slot);
      return register !== null && mayBeSent(state, register);
    },
    then: (state) => {
      const register = registerOf(machine, state, slot);
      if (register === null) return;
      slotState(state, slot).sent = 1;
      at(state.paths, register.path).queue.push(requestOf(machine, register.path, slot));
    },
    label: (state) =>
      programStep(
        machine,
        slot,
        `${slot.instruction.kernel}: leaves for ${destination(context, registerOf(machine, state, slot), "read")}`,
      ),
  });
  return [rule];
}

/** coWR: earlier writes of the PE to the register are before the read. */
function ownWritesSent(
  { machine }: Context,
  state: State,
  slot: Slot,
  { sources, passesStores }: Access,
  { location }: Register,
): boolean {
  if (passesStores) return true;
  return sources.every((index) => {
    const store = at(at(machine.pes, slot.pe).slots, index);
    const { fetched, sent } = slotState(state, store);
    return fetched === 0 || sent === 1 || registerOf(machine, state, store)?.location !== location;
  });
}

function destination({ machine }: Context, register: Register | null, how: string): string {
  if (register === null) return "a device";
  return `${at(machine.devices, register.device).name} (${how} on path ${at(machine.paths, register.path).name})`;
}
