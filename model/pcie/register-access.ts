import { at } from "../../checker/schema/access.ts";
import { ALL_ONES } from "./all-ones.ts";
import { resetDma } from "./dma-reset.ts";
import type { Effects } from "../machine/effects.ts";
import type { Register } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";

type State = Readonly<MachineState>;

/** What becomes of a request when it gets to its register. */
export type Reception = "accepted" | "in reset" | "not enabled";

/** A register that is disabled refuses; a device in reset takes nothing but what ends its reset. */
export function receptionOf(state: State, register: Register, value: bigint | null): Reception {
  if (at(state.devices, register.device).resetting === 1 && !endsReset(register, value)) return "in reset";
  return isEnabled(state, register) ? "accepted" : "not enabled";
}

const isEnabled = (state: State, { enabledBy }: Register): boolean =>
  enabledBy === null || at(state.memory, enabledBy) !== 0n;

const endsReset = ({ commands, device }: Register, value: bigint | null): boolean =>
  commands.some(
    (command) => command.value === value && command.does === "end reset" && command.devices.includes(device),
  );

/** Whether a read of a register may find nobody who answers. */
export const mayRefuse = ({ devices }: Pick<Machine, "devices">, register: Register): boolean =>
  register.enabledBy !== null || mayBeReset({ devices }, register.device);

/** Whether some command resets a device. */
export const mayBeReset = ({ devices }: Pick<Machine, "devices">, device: number): boolean =>
  devices.some(({ registers }) =>
    registers.some(({ commands }) => commands.some((command) => command.devices.includes(device))),
  );

/** A write to a register, of a PE or of the one that stands for a device (`withDeviceWalkers`). */
export interface RegisterWrite {
  readonly register: Register;
  readonly value: bigint;
  readonly pe: number;
  /** The store; null for one of a device. */
  readonly slot: Slot | null;
}

/** A write gets to a register. */
export function writeRegister(
  machine: Machine,
  effects: Effects,
  state: MachineState,
  { register, value, pe, slot }: RegisterWrite,
): void {
  const device = at(state.devices, register.device);
  const reception = receptionOf(state, register, value);
  if (reception === "in reset") device.writtenInReset.add(pe);
  if (!isEnabled(state, register)) device.refused = 1;
  if (reception !== "accepted") return;
  if (register.hardwired !== true) effects.changeRegister(state, slot, register.location, value);
  for (const command of register.commands) {
    if (command.value !== value) continue;
    for (const target of command.devices) {
      if (command.does === "begin reset") beginReset(machine, effects, state, target);
      else at(state.devices, target).resetting = 0;
    }
  }
}

function beginReset(machine: Machine, effects: Effects, state: MachineState, device: number): void {
  at(state.devices, device).resetting = 1;
  resetDma(state, device);
  for (const { location, resetsTo } of at(machine.devices, device).registers)
    if (resetsTo !== undefined) effects.changeRegister(state, null, location, resetsTo);
}

/** A read gets to a register: what it gives, and what it leaves. */
export function readRegister(effects: Effects, state: MachineState, register: Register): bigint {
  const value = valueRead(state, register);
  if (!isEnabled(state, register)) at(state.devices, register.device).refused = 1;
  const { readLeaves, location } = register;
  if (readLeaves !== undefined && receptionOf(state, register, null) === "accepted")
    effects.changeRegister(state, null, location, readLeaves);
  return value;
}

/** What a read of a register that arrives now gives. */
export const valueRead = (state: State, register: Register): bigint =>
  receptionOf(state, register, null) === "accepted" ? at(state.memory, register.location) : ALL_ONES;

/** Whether a read that arrives now changes something of a device, beside that it was read. */
export function readChanges(state: State, register: Register): boolean {
  if (!isEnabled(state, register) && at(state.devices, register.device).refused === 0) return true;
  return (
    register.readLeaves !== undefined &&
    receptionOf(state, register, null) === "accepted" &&
    at(state.memory, register.location) !== register.readLeaves
  );
}
