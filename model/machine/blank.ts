import { at } from "../../checker/schema/access.ts";
import { FiniteSet } from "../../checker/schema/finite-set.ts";
import type { Slot } from "./slot.ts";
import type { Machine, Pe } from "./machine.ts";
import { entriesOfAtc, undrainedOf, type MachineState, type SlotState } from "./state.ts";

/** A slot that has done nothing. Its value is one its domain has, whatever that is. */
export function blankSlot(slot: Slot, fetched: boolean): SlotState {
  return {
    fetched: fetched ? 1 : 0,
    direction: 0,
    entry: 0,
    old: 0,
    resolved: 0,
    read: 0,
    value: smallest(slot.values),
    forwarded: 0,
    overwritten: 0,
    broken: 0,
    compared: 0,
    written: 0,
    updated: 0,
    exception: 0,
    faultDone: 0,
    done: 0,
    completed: 0,
    since: (slot.tlbi?.pairs ?? []).map(() => new FiniteSet<bigint>()),
    arrived: (slot.tlbi?.targets ?? []).map(() => 0),
    drains: (slot.tlbi?.drains ?? []).map(() => 0),
    mustNotAlias: 0,
    sent: 0,
  };
}

export const smallest = (words: readonly bigint[]): bigint =>
  words.reduce((least, word) => (word < least ? word : least), words[0] ?? 0n);

/** The initial state: memory as declared, every instruction up to the first conditional branch fetched. */
export function initialState(machine: Machine): MachineState {
  const { ptes, cells } = machine.locations;
  return {
    memory: [...ptes, ...cells].map(({ initial }) => initial),
    locks: machine.locks.map(() => 0),
    pes: machine.pes.map((pe) => {
      const fetched = new Set(segmentFrom(pe, 0));
      return {
        cached: ptes.map(() => new FiniteSet<bigint>()),
        stage2: pe.stage2.map(() => new FiniteSet<bigint>()),
        local: ptes.map(() => null),
        carried: pe.carried.map(() => null),
        pendingIpi: 0,
        undrained: undrainedOf(machine, pe).map(() => 0),
        slots: pe.slots.map((slot) => blankSlot(slot, fetched.has(slot.index))),
      };
    }),
    lines: machine.lines.map(() => ({
      dirty: null,
      owner: 0,
      clean: machine.caches.map(() => new FiniteSet<bigint>()),
      held: machine.caches.map(() => 0),
      fromDevice: 0,
      overwroteDevice: 0,
    })),
    paths: machine.paths.map(() => ({ unordered: new FiniteSet<number>(), queue: [] })),
    devices: machine.devices.map((device) => ({
      resetting: 0,
      writtenInReset: new FiniteSet<number>(),
      readSpeculatively: 0,
      refused: 0,
      lastRead: null,
      inFlight: null,
      atc: entriesOfAtc(machine, device).map(() => new FiniteSet<bigint>()),
      unanswered: 0,
    })),
    abandoned: 0,
  };
}

/** Fetches the slots from `start` on: they are on the path now. */
export function fetchFrom(machine: Machine, state: MachineState, pe: number, start: number): void {
  const slots = at(state.pes, pe).slots;
  for (const index of segmentFrom(at(machine.pes, pe), start)) at(slots, index).fetched = 1;
}

/** The slots fetched from `start` on: up to and with the next branch that has a condition. */
export function segmentFrom(pe: Pe, start: number): readonly number[] {
  const segment: number[] = [];
  for (let index = start; index < pe.slots.length;) {
    const slot = pe.slots[index];
    if (slot === undefined) break;
    segment.push(index);
    if (slot.instruction.kind !== "branch") index = slot.next;
    else if (slot.instruction.condition !== null) break;
    else index = slot.taken ?? pe.slots.length;
  }
  return segment;
}
