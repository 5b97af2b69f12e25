import type { Always } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import type { Named } from "./named.ts";

/** No dirty copy is written back over what a device has written: a lost DMA write. About every cache line. */
export function noResurrection(machine: Machine, named: Named): Always<MachineState> {
  const { lines, locations } = machine;
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      const k = lines.findIndex((_, index) => at(state.lines, index).overwroteDevice === 1);
      if (k < 0) return null;
      const location = at(lines, k);
      return {
        facts: {
          page: at(locations.cells, location - locations.ptes.length).name,
          memory: machine.valueName(location, at(state.memory, location)),
        },
      };
    },
  };
}
