import { at } from "../../checker/schema/access.ts";
import type { Device, Dma } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import { isPending, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { isReadyAsDsb } from "../pe/barriers.ts";
import { type Context, type MachineRule, programStep, slotRule } from "../pe/context.ts";
import { isSettledValue } from "../pe/taint.ts";
import { valueAt } from "../pe/values.ts";
import type { IotlbInvalidate } from "../program/instruction.ts";

type State = Readonly<MachineState>;

/**
 * Invalidation of the IOTLB, and of the device's ATC: submitted when all that the PE did before is complete, as behind a full
 * DSB, and awaited: what follows comes after. It takes effect in one step. One that drains then waits for a request of the
 * device which is under way by an entry that it removed (Intel VT-d 6.5.4, "DMA Draining"; Arm SMMUv3 3.21, CMD_SYNC).
 */
export function iotlbInvalidateRule(context: Context, slot: Slot, instruction: IotlbInvalidate): MachineRule {
  const { machine, guards } = context;
  const { iova } = instruction;
  const { device, dma } = deviceOf(machine, instruction);
  const covers = coversOf(machine, slot, instruction, dma);
  const covered = (state: State): readonly number[] =>
    covers.get(iova === null ? null : valueAt(machine, state, slot, iova)) ?? [];
  const isReady = isReadyAsDsb(context, slot);
  const waitsFor = (state: State): boolean => {
    const { inFlight } = at(state.devices, device.index);
    return instruction.drains && inFlight !== null && covered(state).includes(inFlight.pte);
  };
  const isUnanswered = (state: State): boolean =>
    instruction.atc && dma.ats && at(state.devices, device.index).resetting === 1;
  return slotRule({
    name: "iotlb invalidate",
    when: (state) => {
      if (!isPending(state, slot) || slotState(state, slot).sent === 1 || !isReady(state)) return false;
      if (iova !== null && !isSettledValue(machine, state, slot, iova)) return false;
      return guards.settled(state, slot);
    },
    then: (state) => {
      const own = slotState(state, slot);
      if (waitsFor(state)) own.sent = 1;
      else own.done = 1;
      if (isUnanswered(state)) at(state.devices, device.index).unanswered = 1;
      for (const pte of covered(state)) invalidate(machine, state, { device, dma }, pte, instruction.atc);
    },
    label: (state) => {
      const timeout = isUnanswered(state)
        ? `${device.name} is in reset: its ATC does not answer, timeout`
        : undefined;
      const drains = waitsFor(state) ? `waits for the DMA of ${device.name} that is under way` : undefined;
      return programStep(machine, slot, instruction.kernel, timeout ?? drains);
    },
  });
}

/** The entries go. Those of the ATC stay, if it is not asked or does not answer: in reset it is empty. */
function invalidate(
  machine: Machine,
  state: MachineState,
  { device, dma }: { readonly device: Device; readonly dma: Dma },
  pte: number,
  reachesAtc: boolean,
): void {
  const cached = at(at(state.pes, dma.walker).cached, pte);
  const { atc, resetting } = at(state.devices, device.index);
  if (atc.length > 0) {
    const own = at(atc, at(machine.pes, dma.walker).holds.indexOf(pte));
    if (reachesAtc) own.clear();
    else if (resetting === 0 && machine.scenario.features.walks === "may-be-cached")
      for (const word of Array.from(cached)) own.add(word);
  }
  cached.clear();
}

/** A request of the device is no longer under way: the invalidations that waited for it are complete. */
export function completeDrained(machine: Machine, state: MachineState, device: Device): void {
  for (const { slots } of machine.pes)
    for (const slot of slots) {
      const { instruction } = slot;
      if (instruction.kind !== "iotlb-invalidate" || instruction.device !== device.name) continue;
      const own = slotState(state, slot);
      if (own.sent === 0) continue;
      own.sent = 0;
      own.done = 1;
    }
}

/** The device of an invalidation, which the scenario was checked to have, and to do DMA. */
function deviceOf(
  { devices }: Machine,
  { device: name }: IotlbInvalidate,
): { readonly device: Device; readonly dma: Dma } {
  for (const device of devices)
    if (device.name === name && device.dma !== null) return { device, dma: device.dma };
  throw new Error(`there is no device ${name} that does DMA`);
}

/** By possible operand, the PTEs of the device's table whose entries it names. */
function coversOf(
  { locations, pes, words }: Machine,
  slot: Slot,
  { iova }: IotlbInvalidate,
  { walker }: Dma,
): ReadonlyMap<bigint | null, readonly number[]> {
  const { holds } = at(pes, walker);
  if (iova === null) return new Map([[null, holds]]);
  const addresses = at(at(words.slots, slot.pe), slot.index).address;
  return new Map(
    [...addresses].map((address): [bigint, readonly number[]] => {
      const target = locations.resolve(address);
      const isNamed = (pte: number): boolean =>
        target?.kind === "virtual" && at(locations.ptes, pte).page === target.page;
      return [address, holds.filter(isNamed)];
    }),
  );
}
