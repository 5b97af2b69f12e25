import type { Always } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { deviceNamed } from "./device-named.ts";
import type { Named } from "./named.ts";

/** The device sees no read that no program issued: none that a PE made by itself, through a mapping of a Normal type. */
export function noUnissuedRead(machine: Machine, named: Named, device: string): Always<MachineState> {
  const { index } = deviceNamed(machine, device);
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => (at(state.devices, index).readSpeculatively === 1 ? { facts: { device } } : null),
  };
}
