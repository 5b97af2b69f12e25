import type { Always } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { lineFacts } from "./line-facts.ts";
import type { Named } from "./named.ts";

/** No dirty copy is written back over what a device has written: a lost DMA write. About every cache line. */
export const noResurrection = (machine: Machine, named: Named): Always<MachineState> => ({
  kind: "always",
  ...named,
  violatedBy: (state) => {
    const facts = lineFacts(machine, state, ({ overwroteDevice }) => overwroteDevice === 1);
    return facts === null ? null : { facts };
  },
});
