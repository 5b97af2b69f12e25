import type { Eventually } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import type { Named } from "./named.ts";
import { hasPassed, type ProgramPoint } from "./program-point.ts";

/** A program gets to a point on every path, as long as every instruction that can go on does so sometime. */
export function getsTo(machine: Machine, named: Named, point: ProgramPoint): Eventually<MachineState> {
  const passed = hasPassed(machine, point);
  return {
    kind: "eventually",
    ...named,
    reachedBy: (state) => (passed(state) ? { facts: { pe: point.pe, point: point.mark } } : null),
  };
}
