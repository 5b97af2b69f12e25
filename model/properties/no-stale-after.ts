import type { Always } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import { isUsable } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import type { Mapping } from "./mapping.ts";
import type { Named } from "./named.ts";
import { hasEnded, hasPassed, type ProgramPoint } from "./program-point.ts";

/** After each point, no PE can use the mapping that was taken away before it. */
export function noStaleAfter(
  machine: Machine,
  named: Named,
  unmaps: readonly {
    readonly after: ProgramPoint;
    readonly until?: ProgramPoint;
    readonly mapping: Mapping;
  }[],
): Always<MachineState> {
  const checks = unmaps.map(({ after, until, mapping }) => ({
    page: machine.page(mapping.page),
    mapping,
    after: hasPassed(machine, after),
    until: until === undefined ? () => false : hasEnded(machine, until),
    point: after.mark,
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const { page, mapping, after, until, point } of checks) {
        if (!after(state) || until(state)) continue;
        const pe = machine.pes.find((p) => isUsable(machine, state, p.index, page, mapping.word));
        if (pe === undefined) continue;
        return {
          facts: { pe: pe.name, page: mapping.page, entry: machine.wordName(mapping.word), after: point },
        };
      }
      return null;
    },
  };
}
