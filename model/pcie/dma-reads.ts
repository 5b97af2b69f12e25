import { at } from "../../checker/schema/access.ts";
import type { Device, Dma } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { mayDiverge } from "../memory/holders.ts";
import type { Context, MachineRule } from "../pe/context.ts";
import { readFrom, readValues, type DmaPlace } from "./dma-memory.ts";
import { attribute, deviceStep, mayRequest, readsOf, translationNote } from "./dma-requests.ts";
import { finishRequest, inFlightOf } from "./dma-in-flight.ts";

type State = Readonly<MachineState>;

/** Translation and read in one step: where nothing can end the right to a read between the two. */
export function readRule(context: Context, device: Device, dma: Dma): MachineRule {
  const { machine } = context;
  const reads = readsOf(machine, dma);
  const choice = (state: State, k: number, v: number): bigint | null =>
    readValues(context, state, at(reads, k))[v] ?? null;
  return {
    name: "DMA read",
    instances: reads.flatMap((read, k) => choicesOf(machine, read).map((v) => [k, v])),
    when: (state, k = 0, v = 0) => {
      const value = choice(state, k, v);
      if (value === null || !mayRequest(machine, state, device, at(reads, k))) return false;
      // Of memory, to read again what was read last changes nothing.
      return (
        value !== at(state.devices, device.index).lastRead || machine.registers.has(at(reads, k).location)
      );
    },
    then: (state, k = 0, v = 0) => {
      at(state.devices, device.index).lastRead = choice(state, k, v);
      readFrom(context, state, at(reads, k));
    },
    label: (state, k = 0, v = 0) => {
      const read = at(reads, k);
      const what = describeRead(machine, state, read, choice(state, k, v) ?? 0n);
      const text = `DMA read of ${read.target.iova}${attribute(read.noSnoop)} = ${what}`;
      return deviceStep(device, text, translationNote(machine, state, read));
    },
  };
}

/** A read that was sent gets to memory. What it gave is lost on a device that is in reset by now. */
export function completionRule(context: Context, device: Device, dma: Dma): MachineRule {
  const { machine } = context;
  const places = placesOf(readsOf(machine, dma));
  const choice = (state: State, k: number, v: number): bigint | null =>
    readValues(context, state, at(places, k))[v] ?? null;
  return {
    name: "DMA read completes",
    fairness: "weak",
    instances: places.flatMap((place, k) => choicesOf(machine, place).map((v) => [k, v])),
    when: (state, k = 0, v = 0) => {
      const request = inFlightOf(state, device);
      const { location, noSnoop } = at(places, k);
      if (request === null || request.reads === 0 || request.location !== location) return false;
      return (request.noSnoop === 1) === noSnoop && choice(state, k, v) !== null;
    },
    then: (state, k = 0, v = 0) => {
      const own = at(state.devices, device.index);
      if (own.inFlight?.reads === 1) own.lastRead = choice(state, k, v);
      readFrom(context, state, at(places, k));
      finishRequest(context, state, device);
    },
    label: (state, k = 0, v = 0) => {
      const place = at(places, k);
      const { name } = at(machine.locations.cells, place.location - machine.locations.ptes.length);
      const what = describeRead(machine, state, place, choice(state, k, v) ?? 0n);
      const isLost = inFlightOf(state, device)?.reads === 2;
      return deviceStep(
        device,
        `DMA read of ${name}${attribute(place.noSnoop)} = ${what}`,
        isLost ? "the device was reset and does not take it" : "it was sent before",
      );
    },
  };
}

/** Each place once, whatever entries lead to it. */
export const placesOf = (reads: readonly DmaPlace[]): readonly DmaPlace[] =>
  reads.filter(
    ({ location, noSnoop }, i) =>
      reads.findIndex((other) => other.location === location && other.noSnoop === noSnoop) === i,
  );

/** One for each value that a read may find: where there are no stale copies, or they are not looked at, there is one. */
function choicesOf(machine: Machine, { location, noSnoop }: DmaPlace): readonly number[] {
  const isCoherent = noSnoop || !machine.lines.includes(location) || !mayDiverge(machine, location);
  const copies = machine.words.memory[location]?.size ?? 0;
  return Array.from({ length: isCoherent ? 1 : 1 + copies }, (_, v) => v);
}

/** `SECRET (memory; the cache holds dirty ZERO)`. */
function describeRead(
  machine: Machine,
  state: State,
  { location, noSnoop }: DmaPlace,
  value: bigint,
): string {
  const name = machine.valueName(location, value);
  const line = machine.lines.indexOf(location);
  if (line < 0) return name;
  const { dirty } = at(state.lines, line);
  if (noSnoop)
    return dirty === null
      ? `${name} (memory)`
      : `${name} (memory; the cache holds dirty ${machine.valueName(location, dirty)})`;
  if (dirty !== null) return `${name} (the dirty copy of the cache)`;
  return value === at(state.memory, location) ? name : `${name} (a stale copy of the cache)`;
}
