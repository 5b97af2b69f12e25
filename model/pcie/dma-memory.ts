import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import type { Context } from "../pe/context.ts";

type State = Readonly<MachineState>;

/** All ones: what a read gives that nobody answers. */
export const UNSUPPORTED = 0xffff_ffff_ffff_ffffn;

/** The words that a read may give. */
export const readableWords = ({ words, registers }: Machine, location: number): readonly bigint[] => [
  ...(words.memory[location] ?? []),
  ...(registers.has(location) ? [UNSUPPORTED] : []),
];

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
  const memory = at(state.memory, location);
  const register = machine.registers.get(location);
  if (register !== undefined) {
    const { resetting } = at(state.devices, register.device);
    return [resetting === 1 ? UNSUPPORTED : memory];
  }
  const line = effects.lines.lineAt(location);
  if (line === null) return [memory];
  return effects.lines.readable(state, line, { how: noSnoop ? "memory" : "snooped" });
}

/** What a read does beside giving a value, where it is to a register. */
export function readFrom(machine: Machine, state: MachineState, { location }: DmaPlace): void {
  const register = machine.registers.get(location);
  if (register?.readLeaves === undefined || at(state.devices, register.device).resetting === 1) return;
  state.memory[location] = register.readLeaves;
}

/** A write gets to memory, or to a register of a device. */
export function writeFrom(
  { machine, effects }: Context,
  state: MachineState,
  walker: number,
  { location, noSnoop }: DmaPlace,
  value: bigint,
): void {
  const register = machine.registers.get(location);
  if (register !== undefined) {
    const device = at(state.devices, register.device);
    if (device.resetting === 1) device.writtenInReset.add(walker);
    else if (register.hardwired !== true) effects.writeByDevice(state, location, value);
    return;
  }
  effects.writeByDevice(state, location, value, !noSnoop);
}
