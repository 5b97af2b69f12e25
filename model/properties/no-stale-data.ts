import type { Always } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import { deviceNamed } from "./device-named.ts";
import type { Named } from "./named.ts";
import { isPerformed } from "./performed.ts";
import { hasPassed, type ProgramPoint } from "./program-point.ts";

/** Who reads: the DMA of devices, and labelled loads of programs. */
export interface Readers {
  readonly devices: readonly string[];
  readonly loads: readonly { readonly pe: string; readonly label: string }[];
}

/**
 * After a point, no reader gets one of the words that are stale from there on: what a page held before it was zeroed, or
 * what a buffer held before it was filled. Of a device its last read counts, so that it must be one that reads nothing before
 * the point.
 */
export function noStaleData(
  machine: Machine,
  named: Named,
  {
    after,
    stale,
    readers,
  }: {
    readonly after: ProgramPoint;
    readonly stale: readonly bigint[];
    readonly readers: Readers;
  },
): Always<MachineState> {
  const passed = hasPassed(machine, after);
  const performed = isPerformed(machine);
  const devices = readers.devices.map((name) => deviceNamed(machine, name));
  const loads = readers.loads.flatMap(({ pe, label }) => machine.labelled(pe, label));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      if (!passed(state)) return null;
      for (const { name, index } of devices) {
        const value = at(state.devices, index).lastRead;
        if (value !== null && stale.includes(value))
          return { facts: { reader: name, value: machine.valueName(null, value), after: after.mark } };
      }
      for (const slot of loads) {
        const { read, value } = slotState(state, slot);
        if (read === 0 || !stale.includes(value) || !performed(state, slot)) continue;
        const reader = at(machine.pes, slot.pe).name;
        return { facts: { reader, value: machine.valueName(null, value), after: after.mark } };
      }
      return null;
    },
  };
}
