import type { Always } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { deviceNamed } from "./device-named.ts";
import type { Named } from "./named.ts";

/** No request gets to a register of the device that is not enabled: an unsupported request, on some hosts an SError. */
export function noRefusedRequest(machine: Machine, named: Named, device: string): Always<MachineState> {
  const { index } = deviceNamed(machine, device);
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => (at(state.devices, index).refused === 1 ? { facts: { device } } : null),
  };
}
