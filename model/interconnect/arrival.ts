import { at } from "../../checker/schema/access.ts";
import type { Step } from "../../checker/rule.ts";
import type { Path, Register } from "../machine/hardware.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { isHeldBack } from "../pcie/answers.ts";
import { readRegister, receptionOf, valueRead, writeRegister } from "../pcie/register-access.ts";
import { type Context, type MachineRule, slotRule } from "../pe/context.ts";
import { storedValue } from "../pe/stored-value.ts";
import { bitsOf, sized } from "../program/access-size.ts";
import { acknowledgesEarly } from "./acknowledgement.ts";
import { mayTakePlace } from "./places.ts";
import { registerOf } from "./requests.ts";

type State = Readonly<MachineState>;

/** The steps of a path: requests take their place on it, and arrive in that order. */
export function pathRules(context: Context, path: Path): readonly MachineRule[] {
  const requests = at(context.machine.requests, path.index);
  if (requests.length === 0) return [];
  return [
    ...(acknowledgesEarly(path) ? [placeRule(context, path, requests)] : []),
    arriveRule(context, path, requests),
  ];
}

/** A write that was acknowledged at its PE takes its place on the path: at any time, and in any order that is not kept. */
function placeRule({ machine }: Context, { index, name }: Path, requests: readonly Slot[]): MachineRule {
  return {
    name: "request takes its place",
    source: "docs/machine.md, Interconnect, registers, reset",
    fairness: "weak",
    instances: requests.flatMap(({ access }, k) => (access?.writes === true ? [[k]] : [])),
    when: (state, k = 0) => {
      if (!at(state.paths, index).unordered.has(k)) return false;
      const slot = at(requests, k);
      const register = registerOf(machine, state, slot);
      return register !== null && mayTakePlace(machine, state, slot, register);
    },
    then: (state, k = 0) => {
      const { unordered, queue } = at(state.paths, index);
      unordered.delete(k);
      queue.push(k);
    },
    label: (_, k = 0) => {
      const slot = at(requests, k);
      return {
        lane: at(machine.pes, slot.pe).name,
        actor: "hardware",
        text: `${slot.instruction.kernel}: takes its place on path ${name}`,
      };
    },
  };
}

/** The oldest request of a path arrives: the device takes or refuses it, and the PE has its answer. */
function arriveRule(context: Context, { index }: Path, requests: readonly Slot[]): MachineRule {
  const { machine, effects } = context;
  const oldest = (state: State): Slot | null => {
    const { queue } = at(state.paths, index);
    return queue.length === 0 ? null : at(requests, at(queue, 0));
  };
  return slotRule({
    name: "request arrives",
    source: "docs/machine.md, Interconnect, registers, reset",
    fairness: "weak",
    when: (state) => at(state.paths, index).queue.length > 0,
    then: (state) => {
      const slot = oldest(state);
      const register = slot === null ? null : registerOf(machine, state, slot);
      if (slot === null || register === null) return;
      at(state.paths, index).queue.shift();
      if (slot.access?.writes === true) {
        const value = storedValue(machine, state, slot) ?? 0n;
        writeRegister(machine, effects, state, { register, value, pe: slot.pe, slot });
        slotState(state, slot).written = 2;
      } else {
        const isLate = isHeldBack(machine, state, register);
        takeValue(slot, state, readRegister(effects, state, register), isLate);
      }
      effects.finish(state, slot);
    },
    label: (state) => {
      const slot = oldest(state);
      const register = slot === null ? null : registerOf(machine, state, slot);
      if (slot === null || register === null) return { lane: "", actor: "hardware", text: "" };
      return arrival(context, state, slot, register);
    },
  });
}

/**
 * A load has its value. One that waits for another (`smp_cond_load_*`) reads again.
 *
 * @param isLate the answer gets to the PE later: `releaseAnswers`
 */
function takeValue(slot: Slot, state: MachineState, word: bigint, isLate: boolean): void {
  const own = slotState(state, slot);
  const { instruction } = slot;
  const value = sized(word, bitsOf(instruction));
  if (instruction.kind === "await" && value !== instruction.equals) {
    own.sent = 0;
    return;
  }
  own.value = value;
  if (!isLate) own.read = 1;
}

/** `BAR0 := 1 arrives (from vCPU0)`. */
function arrival({ machine }: Context, state: State, slot: Slot, register: Register): Step {
  const writes = slot.access?.writes === true;
  const value = writes ? (storedValue(machine, state, slot) ?? 0n) : valueRead(state, register);
  const shown = machine.valueName(register.location, sized(value, bitsOf(slot.instruction)));
  const note = receptionNote(machine, state, register, writes ? value : null);
  return {
    lane: at(machine.devices, register.device).name,
    actor: "hardware",
    text: `${writes ? `${register.name} := ${shown}` : `read of ${register.name} = ${shown}`} arrives (from ${at(machine.pes, slot.pe).name})`,
    ...(slot.instruction.source === undefined ? {} : { source: slot.instruction.source }),
    ...(note === null ? {} : { note }),
  };
}

function receptionNote(
  machine: Context["machine"],
  state: State,
  register: Register,
  written: bigint | null,
): string | null {
  switch (receptionOf(state, register, written)) {
    case "in reset":
      return "the device is in reset";
    case "not enabled":
      return "an unsupported request: the register is not enabled";
    case "accepted": {
      const notes = register.commands
        .filter(({ value }) => value === written)
        .map(({ does, devices }) => {
          const names = devices.map((device) => at(machine.devices, device).name).join(", ");
          return `the reset of ${names} ${does === "begin reset" ? "begins" : "ends"}`;
        });
      if (register.hardwired === true && written !== null) notes.push("it does not stick: hardwired");
      return notes.length === 0 ? null : notes.join(", ");
    }
  }
}
