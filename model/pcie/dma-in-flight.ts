import { at } from "../../checker/schema/access.ts";
import { completeDrained } from "../iommu/invalidate.ts";
import type { Device, Dma } from "../machine/hardware.ts";
import type { MachineState } from "../machine/state.ts";
import type { Context, MachineRule } from "../pe/context.ts";
import { releaseAnswers } from "./answers.ts";
import { writeFrom } from "./dma-memory.ts";
import { isEverDrained } from "./dma-reach.ts";
import { attribute, deviceStep, mayRequest, translationNote, type DmaRequest } from "./dma-requests.ts";

type State = Readonly<MachineState>;
type InFlight = NonNullable<MachineState["devices"][number]["inFlight"]>;

/** The request of a device that is under way, or null. */
export const inFlightOf = (state: State, { index }: Device): InFlight | null =>
  at(state.devices, index).inFlight;

/** A request leaves its device, translated: from here on nothing can take the translation from it. */
export function sendRule(
  { machine }: Context,
  device: Device,
  dma: Dma,
  requests: readonly DmaRequest[],
): MachineRule {
  const tellsPtes = isEverDrained(machine, device);
  const none = dma.writes.reduce<bigint | null>(
    (least, word) => (least === null || word < least ? word : least),
    null,
  );
  const kind = requests[0]?.value === null ? "read" : "write";
  return {
    name: `DMA ${kind} is sent`,
    instances: requests.map((_, k) => [k]),
    when: (state, k = 0) =>
      inFlightOf(state, device) === null && mayRequest(machine, state, device, at(requests, k)),
    then: (state, k = 0) => {
      const { target, location, noSnoop, value } = at(requests, k);
      at(state.devices, device.index).inFlight = {
        reads: value === null ? 1 : 0,
        location,
        value: value ?? none ?? 0n,
        noSnoop: noSnoop ? 1 : 0,
        pte: tellsPtes ? target.pte : 0,
      };
    },
    label: (state, k = 0) => {
      const request = at(requests, k);
      const { target, location, noSnoop, value } = request;
      const what = value === null ? "" : ` := ${machine.valueName(location, value)}`;
      const text = `DMA ${kind} of ${target.iova}${attribute(noSnoop)}${what} is sent`;
      return deviceStep(device, text, translationNote(machine, state, request));
    },
  };
}

/** A write that was sent gets to memory, also if its device is in reset by now. */
export function landRule(context: Context, device: Device, dma: Dma): MachineRule {
  const { machine } = context;
  return {
    name: "DMA write lands",
    fairness: "weak",
    instances: [[]],
    when: (state) => inFlightOf(state, device)?.reads === 0,
    then: (state) => {
      const request = inFlightOf(state, device);
      if (request === null) return;
      const { location, noSnoop, value } = request;
      finishRequest(context, state, device);
      writeFrom(context, state, dma.walker, { location, noSnoop: noSnoop === 1 }, value);
      releaseAnswers(context, state, device);
    },
    label: (state) => {
      const { location = -1, noSnoop = 0, value = 0n } = inFlightOf(state, device) ?? {};
      const { name } = at(machine.locations.cells, location - machine.locations.ptes.length);
      const line = machine.lines.indexOf(location);
      const dirty = line < 0 ? null : at(state.lines, line).dirty;
      const beside =
        noSnoop === 1 && dirty !== null
          ? ` (memory; the cache holds dirty ${machine.valueName(location, dirty)})`
          : "";
      return deviceStep(
        device,
        `DMA write of ${name}${attribute(noSnoop === 1)} := ${machine.valueName(location, value)}${beside}`,
        "it was sent before",
      );
    },
  };
}

/** The request is no longer under way: invalidations that waited for it are complete. */
export function finishRequest({ machine }: Context, state: MachineState, device: Device): void {
  at(state.devices, device.index).inFlight = null;
  completeDrained(machine, state, device);
}
