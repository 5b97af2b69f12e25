import { at } from "../../checker/schema/access.ts";
import type { BbmFeature } from "../mmu/break-before-make.ts";
import type { Machine } from "./machine.ts";
import { isFault } from "./outcome.ts";
import type { Outcome, Slot } from "./slot.ts";
import type { MachineState, SlotState } from "./state.ts";

/*
 * What rules and properties ask of a state. Each reads as few fields as it can: an engine that observes reads pays for
 * every one.
 */

export const slotState = (state: Readonly<MachineState>, slot: Slot): SlotState =>
  at(at(state.pes, slot.pe).slots, slot.index);

/** Whether a program or a walker writes a PTE, be it with the value it has. */
export const isEverWritten = ({ words, pes }: Machine, pte: number): boolean =>
  (words.memory[pte]?.size ?? 0) > 1 ||
  pes.some((pe) => pe.slots.some(({ access }) => access?.writes === true && access.locations.has(pte)));

/** The value of a PTE that a PE's own walker reads: a store of its own may be visible to it before it is to others. */
export const walkerView = (state: Readonly<MachineState>, pe: number, pte: number): bigint =>
  at(at(state.pes, pe).local, pte) ?? at(state.memory, pte);

/**
 * Calls `use` with every cacheable descriptor that a PE may use for a virtual page now: its may-be-cached set, what
 * its own walker would fetch, with CnP what the walkers of its cluster would, and of a device what its ATC may hold. Stops
 * at true, and returns whether it did.
 */
export function someUsable(
  machine: Machine,
  state: Readonly<MachineState>,
  pe: number,
  page: number,
  use: (word: bigint) => boolean,
): boolean {
  const { holds, cluster } = at(machine.pes, pe);
  for (const pte of holds) {
    if (at(machine.locations.ptes, pte).page !== page) continue;
    for (const word of at(at(state.pes, pe).cached, pte)) if (use(word)) return true;
    for (const walker of cluster) {
      if (at(machine.pes, walker).walks[page] !== pte) continue;
      const word = walkerView(state, walker, pte);
      if (machine.isCacheable(word) && use(word)) return true;
    }
  }
  return someOfAtc(machine, state, pe, page, use);
}

/** Entries of a device's ATC, which its IOTLB need not have. */
function someOfAtc(
  machine: Machine,
  state: Readonly<MachineState>,
  pe: number,
  page: number,
  use: (word: bigint) => boolean,
): boolean {
  const { holds } = at(machine.pes, pe);
  for (const { dma, index } of machine.devices) {
    if (dma?.walker !== pe) continue;
    const { atc } = at(state.devices, index);
    for (const [k, entries] of atc.entries()) {
      if (at(machine.locations.ptes, at(holds, k)).page !== page) continue;
      for (const word of entries) if (use(word)) return true;
    }
  }
  return false;
}

/** Whether a PE stands for the translations of a device (`withDeviceWalkers`). */
export const isDeviceWalker = ({ devices }: Machine, pe: number): boolean =>
  devices.some(({ dma }) => dma?.walker === pe);

/** Whether a descriptor is usable, see `someUsable`. */
export const isUsable = (
  machine: Machine,
  state: Readonly<MachineState>,
  pe: number,
  page: number,
  word: bigint,
): boolean => someUsable(machine, state, pe, page, (other) => other === word);

/** The distinct descriptors usable by a PE for a page, in ascending order. Allocates: for properties, not for guards. */
export function usableEntries(
  machine: Machine,
  state: Readonly<MachineState>,
  pe: number,
  page: number,
): readonly bigint[] {
  const found = new Set<bigint>();
  someUsable(machine, state, pe, page, (word) => {
    found.add(word);
    return false;
  });
  return [...found].toSorted((a, b) => (a < b ? -1 : 1));
}

/** FEAT_BBM as the scenario's cores have it. */
export function bbmFeature({ scenario }: Machine): BbmFeature {
  return { level: scenario.features.bbmLevel, coversOa: scenario.features.bbmCoversOa };
}

/** The first two usable entries of a PE for a page that conflict in the sense given, or null. For properties. */
export function conflictingEntries(
  machine: Machine,
  state: Readonly<MachineState>,
  pe: number,
  page: number,
  conflict: (one: bigint, other: bigint) => boolean,
): readonly [bigint, bigint] | null {
  const entries = usableEntries(machine, state, pe, page);
  for (const one of entries)
    for (const other of entries) if (one < other && conflict(one, other)) return [one, other];
  return null;
}

/** What the access's translation gave, or null while it is not translated. */
export function outcomeOf(state: Readonly<MachineState>, slot: Slot): Outcome | null {
  const { access } = slot;
  if (access === null || access.outcomes.length === 0) return null;
  const { entry } = slotState(state, slot);
  return entry === 0 ? null : at(access.outcomes, entry - 1);
}

/** Whether the access was translated and faulted. */
export function hasFaulted(state: Readonly<MachineState>, slot: Slot): boolean {
  const outcome = outcomeOf(state, slot);
  return outcome !== null && isFault(outcome);
}

/** Whether the path leaves an instruction by an exception: its access has faulted, or it is a supervisor call. */
export const leavesByException = (state: Readonly<MachineState>, slot: Slot): boolean =>
  slot.instruction.kind === "svc" ? isFetched(state, slot) : hasFaulted(state, slot);

/** Whether an instruction has taken its exception. */
export const hasTakenException = (state: Readonly<MachineState>, slot: Slot): boolean =>
  slot.instruction.kind === "svc"
    ? slotState(state, slot).done === 1
    : slotState(state, slot).exception === 1;

/** Whether the instruction is on the path its PE follows. */
export const isFetched = (state: Readonly<MachineState>, slot: Slot): boolean =>
  slotState(state, slot).fetched === 1;

/** Whether an instruction that is no access is on the path and not executed yet. */
export function isPending(state: Readonly<MachineState>, slot: Slot): boolean {
  const { fetched, done } = slotState(state, slot);
  return fetched === 1 && done === 0;
}

/** Whether an access has read, propagated, maintained caches, or completed its fault, whatever of these it had to. */
export function isFinished(state: Readonly<MachineState>, slot: Slot): boolean {
  const own = slotState(state, slot);
  if (slot.access === null) return false;
  if (hasFaulted(state, slot)) return own.faultDone === 1 || slot.instruction.kind === "speculate";
  if (slot.access.maintains) return own.done === 1;
  if (slot.access.reads && own.read === 0) return false;
  if (!slot.access.writes || own.written === 2) return true;
  return own.compared === 2 && (slot.instruction.kind !== "store-exclusive" || knowsPlace(state, slot));
}

/** Whether an access is translated, or to a PTE of known address. A store-exclusive that fails must be that too. */
function knowsPlace(state: Readonly<MachineState>, slot: Slot): boolean {
  const { entry, resolved } = slotState(state, slot);
  const needsNothing = slot.access?.outcomes.length === 0 && !slot.access.computedPte;
  return entry !== 0 || resolved === 1 || needsNothing;
}

/** The hardware update that the access still owes (machine-semantics 6), or null. */
export function owedUpdate(state: Readonly<MachineState>, slot: Slot): bigint | null {
  if (slot.access?.updates !== true) return null;
  const result = outcomeOf(state, slot)?.result;
  if (result?.kind !== "descriptor" || result.update === null) return null;
  return slotState(state, slot).updated === 0 ? result.update : null;
}

export const needsUpdate = (state: Readonly<MachineState>, slot: Slot): boolean =>
  owedUpdate(state, slot) !== null;

/** The descriptor that the access's entry holds: as the walk found it, or as its hardware update left it. */
export function entryOf(state: Readonly<MachineState>, slot: Slot): bigint | null {
  const result = outcomeOf(state, slot)?.result;
  if (result?.kind !== "descriptor") return null;
  return result.update !== null && slotState(state, slot).updated === 1 ? result.update : result.word;
}
