import type { Always } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import { isUsable } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import type { Mapping } from "./mapping.ts";
import type { Named } from "./named.ts";
import { isWithin, type Interval } from "./program-point.ts";

/** After each point, no PE can use the mapping that was taken away before it. */
export function noStaleAfter(
  machine: Machine,
  named: Named,
  unmaps: readonly (Interval & { readonly mapping: Mapping })[],
): Always<MachineState> {
  const checks = unmaps.map(({ mapping, ...interval }) => ({
    page: machine.page(mapping.page),
    mapping,
    applies: isWithin(machine, interval),
    point: interval.after.mark,
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const { page, mapping, applies, point } of checks) {
        if (!applies(state)) continue;
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
