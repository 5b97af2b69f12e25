import type { Always, Sometimes } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { deviceNamed } from "./device-named.ts";
import type { Named } from "./named.ts";

/** No write of the PEs gets to the device once the reset has, until that is over. */
export function noWriteInReset(
  machine: Machine,
  named: Named,
  device: string,
  pes: readonly string[],
): Always<MachineState> {
  const { index } = deviceNamed(machine, device);
  const writers = pes.map((name) => machine.pe(name));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      const { writtenInReset } = at(state.devices, index);
      const writer = writers.find((pe) => writtenInReset.has(pe.index));
      return writer === undefined ? null : { facts: { device, writer: writer.name } };
    },
  };
}

/** The device gets into reset. */
export function isReset(machine: Machine, named: Named, device: string): Sometimes<MachineState> {
  const { index } = deviceNamed(machine, device);
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => (at(state.devices, index).resetting === 1 ? { facts: { device } } : null),
  };
}
