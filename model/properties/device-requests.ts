import type { Always, Sometimes } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Device } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { mayRequest, readsOf, writesOf, type DmaRequest } from "../pcie/dma-requests.ts";
import { deviceNamed, registerNamed } from "./device-named.ts";
import type { Named } from "./named.ts";

type State = Readonly<MachineState>;

/** What a device can ever ask for. */
const requestsOf = (machine: Machine, { dma }: Device): readonly DmaRequest[] =>
  dma === null ? [] : [...readsOf(machine, dma), ...writesOf(machine, dma)];

/** A request that a device can make now without snooping, or null. */
export function unsnoopedRequests(machine: Machine, device: Device): (state: State) => DmaRequest | null {
  const unsnooped = requestsOf(machine, device).filter(({ noSnoop }) => noSnoop);
  return (state) => unsnooped.find((request) => mayRequest(machine, state, device, request)) ?? null;
}

/** Every request of the devices to a cache line is a snooped one: the IOMMU forces it, or they cannot ask for less. */
export function everyRequestSnooped(
  machine: Machine,
  named: Named,
  devices: readonly string[],
): Always<MachineState> {
  const checks = devices.map((name) => ({
    name,
    unsnooped: unsnoopedRequests(machine, deviceNamed(machine, name)),
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const { name, unsnooped } of checks) {
        const request = unsnooped(state);
        if (request !== null) return { facts: { device: name, request: request.target.iova } };
      }
      return null;
    },
  };
}

/** A device and its No Snoop Enable. */
export interface EnableBit {
  readonly device: string;
  readonly register: string;
}

/** No device makes a request without snooping while its enable bit is 0. */
export function noSnoopBitObeyed(
  machine: Machine,
  named: Named,
  bits: readonly EnableBit[],
): Always<MachineState> {
  const checks = bits.map(({ device, register }) => {
    const found = deviceNamed(machine, device);
    return { device, unsnooped: unsnoopedRequests(machine, found), bit: registerNamed(found, register) };
  });
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const { device, unsnooped, bit } of checks) {
        if (at(state.memory, bit.location) !== 0n) continue;
        const request = unsnooped(state);
        if (request !== null) return { facts: { device, request: request.target.iova, [bit.name]: 0 } };
      }
      return null;
    },
  };
}

/** A device can make requests while its enable bit is 0: what shows `noSnoopBitObeyed` exercised. */
export function requestsWhileClear(
  machine: Machine,
  named: Named,
  bits: readonly EnableBit[],
): Sometimes<MachineState> {
  const checks = bits.map(({ device, register }) => {
    const found = deviceNamed(machine, device);
    return { device, found, requests: requestsOf(machine, found), bit: registerNamed(found, register) };
  });
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => {
      for (const { device, found, requests, bit } of checks) {
        if (at(state.memory, bit.location) !== 0n) continue;
        const request = requests.find((other) => mayRequest(machine, state, found, other));
        if (request !== undefined) return { facts: { device, request: request.target.iova, [bit.name]: 0 } };
      }
      return null;
    },
  };
}
