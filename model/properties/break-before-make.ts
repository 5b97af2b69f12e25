import type { Always } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import { bbmFeature, conflictingEntries, isDeviceWalker } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import { violatesBbm } from "../mmu/break-before-make.ts";
import type { Named } from "./named.ts";

/**
 * No PE may use two descriptors for one virtual page that differ in a way that requires break-before-make. Stated on
 * what each PE's TLB can hold together with memory as it is now, so that an idle PE counts.
 */
export function breakBeforeMake(machine: Machine, named: Named): Always<MachineState> {
  const feature = bbmFeature(machine);
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const pe of machine.pes) {
        // Of an IOMMU only that it uses one of its entries is modelled.
        if (isDeviceWalker(machine, pe.index)) continue;
        for (const [page, { name }] of machine.scenario.virtual.entries()) {
          const pair = conflictingEntries(machine, state, pe.index, page, (a, b) =>
            violatesBbm(a, b, feature, pe.stage),
          );
          if (pair === null) continue;
          const [one, other] = pair;
          return {
            facts: { pe: pe.name, page: name, entry: machine.wordName(one), other: machine.wordName(other) },
          };
        }
      }
      return null;
    },
  };
}
