import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import type { Context } from "../pe/context.ts";
import { ALL_ONES } from "./all-ones.ts";
import { mayRefuse, readRegister, valueRead, writeRegister } from "./register-access.ts";

type State = Readonly<MachineState>;

/** The words that a read may give. */
export function readableWords({ words, registers, devices }: Machine, location: number): readonly bigint[] {
  const register = registers.get(location);
  const mayBeRefused = register !== undefined && mayRefuse({ devices }, register);
  return [...(words.memory[location] ?? []), ...(mayBeRefused ? [ALL_ONES] : [])];
}

/** A place that DMA is to, and how. */
export interface DmaPlace {
  readonly location: number;
  readonly noSnoop: boolean;
}

/**
 * What a read may give. A snoop finds the dirty copy, or a clean one, which may be stale where coherency is lost; without one
 * memory answers.
 */
export function readValues(
  { machine, effects }: Context,
  state: State,
  { location, noSnoop }: DmaPlace,
): readonly bigint[] {
  const register = machine.registers.get(location);
  if (register !== undefined) return [valueRead(state, register)];
  const line = effects.lines.lineAt(location);
  if (line === null) return [at(state.memory, location)];
  return effects.lines.readable(state, line, { how: noSnoop ? "memory" : "snooped" });
}

/** What a read does beside giving a value, where it is to a register. */
export function readFrom({ machine, effects }: Context, state: MachineState, { location }: DmaPlace): void {
  const register = machine.registers.get(location);
  if (register !== undefined) readRegister(effects, state, register);
}

/** A write gets to memory, or to a register of a device: there it counts as one of the PE that stands for the sender. */
export function writeFrom(
  { machine, effects }: Context,
  state: MachineState,
  pe: number,
  { location, noSnoop }: DmaPlace,
  value: bigint,
): void {
  const register = machine.registers.get(location);
  if (register === undefined) effects.writeByDevice(state, location, value, !noSnoop);
  else writeRegister(machine, effects, state, { register, value, pe, slot: null });
}
