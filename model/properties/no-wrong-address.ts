import type { Always } from "../../checker/property.ts";
import { AMALGAMATED } from "../machine/locations.ts";
import type { Machine } from "../machine/machine.ts";
import { bbmFeature, conflictingEntries, isDeviceWalker } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import { conflictOutcomes } from "../mmu/break-before-make.ts";
import type { Stage } from "../mmu/entry.ts";
import type { Named } from "./named.ts";

/**
 * No PE can reach an address that is in none of its descriptors: nothing that its TLB can hold together with memory as it
 * is now lets a lookup amalgamate. "Uses the old entry" is another property: FEAT_BBM tells the two apart.
 */
export function noWrongAddress(machine: Machine, named: Named): Always<MachineState> {
  const feature = bbmFeature(machine);
  const amalgamate =
    (stage: Stage) =>
    (a: bigint, b: bigint): boolean =>
      conflictOutcomes(a, b, feature, stage).includes("amalgamation");
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      if (!machine.scenario.features.amalgamation) return null;
      for (const pe of machine.pes) {
        // Of an IOMMU only that it uses one of its entries is modelled.
        if (isDeviceWalker(machine, pe.index)) continue;
        for (const [page, { name }] of machine.scenario.virtual.entries()) {
          const pair = conflictingEntries(machine, state, pe.index, page, amalgamate(pe.stage));
          if (pair === null) continue;
          const [entry, other] = pair.map((word) => machine.wordName(word));
          return {
            facts: { pe: pe.name, page: name, reaches: AMALGAMATED, entry: entry ?? "", other: other ?? "" },
          };
        }
      }
      return null;
    },
  };
}
