import type { Sometimes } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { deviceNamed } from "./device-named.ts";
import { lineFacts } from "./line-facts.ts";
import type { Named } from "./named.ts";

/** A device's DMA reads give a value: any, or a certain one. */
export function deviceReads(
  machine: Machine,
  named: Named,
  devices: readonly string[],
  value: bigint | null = null,
): Sometimes<MachineState> {
  const among = devices.map((name) => deviceNamed(machine, name));
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => {
      for (const { name, index } of among) {
        const read = at(state.devices, index).lastRead;
        if (read !== null && (value === null || read === value))
          return { facts: { device: name, value: machine.valueName(null, read) } };
      }
      return null;
    },
  };
}

/** Memory holds of a cache line what a device has written. */
export const deviceWrites = (machine: Machine, named: Named): Sometimes<MachineState> => ({
  kind: "sometimes",
  ...named,
  reachedBy: (state) => {
    const facts = lineFacts(machine, state, ({ fromDevice }) => fromDevice === 1);
    return facts === null ? null : { facts };
  },
});
