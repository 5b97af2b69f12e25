import type { Always } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import { usableEntries } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import { violatesBbm } from "../mmu/break-before-make.ts";

/**
 * No PE may use two descriptors for one virtual page that differ in a way that requires break-before-make. Stated on
 * what each PE's TLB can hold together with memory as it is now, so that an idle PE counts.
 */
export function breakBeforeMake(machine: Machine, named: Named): Always<MachineState> {
  const { bbmLevel, bbmCoversOa } = machine.scenario.features;
  const feature = { level: bbmLevel, coversOa: bbmCoversOa };
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const pe of machine.pes) {
        for (const [page, { name }] of machine.scenario.virtual.entries()) {
          const entries = usableEntries(machine, state, pe.index, page);
          const pair = conflictingPair(entries, (a, b) => violatesBbm(a, b, feature));
          if (pair === null) continue;
          const [one, other] = pair;
          return { facts: { pe: pe.name, page: name, entry: machine.wordName(one), other: machine.wordName(other) } };
        }
      }
      return null;
    },
  };
}

/** What every property of the library is given: its name, its reason, and the goals that show it was exercised. */
export interface Named {
  readonly name: string;
  readonly because: string;
  readonly goals?: readonly string[];
}

function conflictingPair(
  entries: readonly bigint[],
  conflict: (one: bigint, other: bigint) => boolean,
): readonly [bigint, bigint] | null {
  for (const one of entries) for (const other of entries) if (one < other && conflict(one, other)) return [one, other];
  return null;
}
