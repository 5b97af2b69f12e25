import { at } from "../../checker/schema/access.ts";
import type { Register } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import { outcomeOf, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { behaviours, type Behaviour } from "../memory/behaviour.ts";
import type { MemoryType } from "../memory/memory-type.ts";
import { locationAt } from "../pe/values.ts";

type State = Readonly<MachineState>;

/*
 * Accesses to registers are requests: they leave the PE, travel on a path and arrive at a device (docs/machine.md,
 * "Interconnect, registers, reset"). Which accesses are requests is known once they are translated.
 */

/** Whether an access may turn out to be a request. */
export const mayBeRequest = ({ registers }: Machine, { access }: Slot): boolean =>
  access !== null && [...access.locations].some((location) => registers.has(location));

/** The register that an access is a request to; null for one that is not, or is not translated yet. */
export function registerOf(machine: Machine, state: State, slot: Slot): Register | null {
  if (machine.registers.size === 0) return null;
  const location = locationAt(machine, state, slot);
  return location === null ? null : (machine.registers.get(location) ?? null);
}

/** The memory type by which an access was translated; null while it is not, and for what has none. */
export function typeOf(state: State, slot: Slot): MemoryType | null {
  const result = outcomeOf(state, slot)?.result;
  return result?.kind === "descriptor" ? result.type : null;
}

/** What its memory type lets hardware do with an access; null while it is not translated. */
export function behaviourAt(state: State, slot: Slot): Behaviour | null {
  const type = typeOf(state, slot);
  return type === null ? null : behaviours[type];
}

/**
 * Whether a write to a register that has not left its PE may give a later read its value: both by Normal types, or WC. Such
 * a read leaves for nowhere, and pushes nothing (Arm ARM B2.10: what is Normal is not accessed as Device memory is).
 */
export const mayForward = (state: State, store: Slot, load: Slot): boolean =>
  slotState(state, store).sent === 0 &&
  [store, load].every((slot) => behaviourAt(state, slot)?.speculativeReads === true);

/** The number by which a path's state names the request of an access. */
export const requestOf = (machine: Machine, path: number, slot: Slot): number =>
  at(machine.requests, path).indexOf(slot);

/** Whether the request of an access has been sent, and has not arrived. Of a write: acknowledged or not. */
export function isUnderWay(machine: Machine, state: State, slot: Slot): boolean {
  const register = registerOf(machine, state, slot);
  if (register === null || slotState(state, slot).sent === 0) return false;
  const { unordered, queue } = at(state.paths, register.path);
  const request = requestOf(machine, register.path, slot);
  return unordered.has(request) || queue.includes(request);
}

/**
 * Takes a request back: that of an access which is thrown away, with what is on its way. A read that has arrived already was
 * one that no program issued.
 */
export function withdraw(machine: Machine, state: MachineState, slot: Slot): void {
  const register = registerOf(machine, state, slot);
  if (register === null) return;
  if (isUnderWay(machine, state, slot)) {
    const { queue } = at(state.paths, register.path);
    const request = requestOf(machine, register.path, slot);
    const kept = [...queue].filter((other) => other !== request);
    queue.length = 0;
    queue.push(...kept);
  } else if (slotState(state, slot).sent === 1 && machine.has("speculative-reads")) {
    at(state.devices, register.device).readSpeculatively = 1;
  }
}
