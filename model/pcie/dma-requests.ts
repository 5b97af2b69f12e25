import { at } from "../../checker/schema/access.ts";
import type { Step } from "../../checker/rule.ts";
import { mayTranslateBy } from "../iommu/usable.ts";
import type { Device, Dma } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import type { DmaPlace } from "./dma-memory.ts";
import { dmaTargets, type DmaTarget } from "./dma-reach.ts";

type State = Readonly<MachineState>;

/** One request that a device may make. */
export interface DmaRequest extends DmaPlace {
  readonly target: DmaTarget;
  /** What a write carries; null for a read. */
  readonly value: bigint | null;
}

/** The reads that a device may make. */
export const readsOf = (machine: Machine, dma: Dma): readonly DmaRequest[] =>
  dmaTargets(machine, dma).flatMap((target) =>
    dma.reads && target.readable ? requestsFor(machine, dma, target, null) : [],
  );

/** The writes that it may make. */
export const writesOf = (machine: Machine, dma: Dma): readonly DmaRequest[] =>
  dmaTargets(machine, dma).flatMap((target) =>
    target.writable ? dma.writes.flatMap((value) => requestsFor(machine, dma, target, value)) : [],
  );

/** Snooped, and where it makes a difference also not: a device may always do without the attribute. */
function requestsFor(
  { lines }: Machine,
  { noSnoop }: Dma,
  target: DmaTarget,
  value: bigint | null,
): readonly DmaRequest[] {
  const { location, snoop } = target;
  const matters = noSnoop !== "never" && !snoop && lines.includes(location);
  return (matters ? [false, true] : [false]).map((without) => ({
    target,
    location,
    noSnoop: without,
    value,
  }));
}

/** Whether a device may make a request now: enabled, not in reset, and by an entry that is usable. */
export function mayRequest(
  machine: Machine,
  state: State,
  { index, dma }: Device,
  { target, noSnoop }: DmaRequest,
): boolean {
  if (dma === null || at(state.devices, index).resetting === 1) return false;
  if (dma.enabledBy !== null && at(state.memory, dma.enabledBy) === 0n) return false;
  if (noSnoop && typeof dma.noSnoop === "number" && at(state.memory, dma.noSnoop) === 0n) return false;
  return mayTranslateBy(machine, state, { device: index, dma }, target.pte, target.word);
}

/** `, no snoop`. */
export const attribute = (noSnoop: boolean): string => (noSnoop ? ", no snoop" : "");

/** A step of a device. */
export const deviceStep = ({ name }: Device, text: string, note?: string): Step => ({
  lane: name,
  actor: "hardware",
  text,
  ...(note === undefined ? {} : { note }),
});

/** By which entry a request is translated, where that is not what memory holds. */
export function translationNote(
  machine: Machine,
  state: State,
  { target: { pte, word } }: DmaRequest,
): string {
  const now = at(state.memory, pte);
  const by = `translated by ${machine.wordName(word)}`;
  return now === word ? by : `${by}, an old entry: memory holds ${machine.wordName(now)}`;
}
