import type { Rule, Step } from "../../checker/rule.ts";
import { Effects } from "../machine/effects.ts";
import type { Machine } from "../machine/machine.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { Guards } from "./guards.ts";

/** What the rules of a machine share. */
export interface Context {
  readonly machine: Machine;
  readonly guards: Guards;
  readonly effects: Effects;
}

export type MachineRule = Rule<MachineState>;

export const contextOf = (machine: Machine): Context => ({
  machine,
  guards: new Guards(machine),
  effects: new Effects(machine),
});

/** A step of an instruction, in its kernel spelling. */
export function programStep(machine: Machine, slot: Slot, text: string, note?: string): Step {
  return { ...stepOf(machine, slot, text, note), actor: "program" };
}

/** A step of the hardware on behalf of an instruction: a walk, a store draining. */
export function hardwareStep(machine: Machine, slot: Slot, text: string, note?: string): Step {
  return { ...stepOf(machine, slot, text, note), actor: "hardware" };
}

function stepOf(machine: Machine, slot: Slot, text: string, note: string | undefined): Omit<Step, "actor"> {
  const { source } = slot.instruction;
  return {
    lane: machine.pes[slot.pe]?.name ?? "",
    text,
    position: slot.index,
    ...(source === undefined ? {} : { source }),
    ...(note === undefined ? {} : { note }),
  };
}

/** A step whose moment says nothing: a ghost. */
export function timelessStep(machine: Machine, slot: Slot, text: string): Step {
  return { ...programStep(machine, slot, text), shown: "in program order" };
}

/** A barrier whose effect is in what waits for it: its moment says nothing, and nor does it where nothing waits. */
export function barrierStep(machine: Machine, slot: Slot): Step {
  return { ...programStep(machine, slot, slot.instruction.kernel), shown: "with what follows" };
}

/** A rule of one slot, without parameters. */
export function slotRule(rule: Omit<MachineRule, "instances">): MachineRule {
  return { ...rule, instances: [[]] };
}
