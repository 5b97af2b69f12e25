import { at } from "../../../checker/schema/access.ts";
import { usableEntries, type Machine, type MachineState } from "../../../model/index.ts";
import { bbmDifferences } from "../../../model/mmu/break-before-make.ts";
import { isCacheable } from "../../../model/mmu/descriptor.ts";
import { entryAt, type Stage } from "../../../model/mmu/entry.ts";
import type { Reading } from "./observer.ts";

/** What herd7 calls it. */
export const BBM_FLAG = "Warning-BBM-expected";

/** Whether some descriptor may hold two values that conflict at all: if not, nothing can be flagged. */
export function mayNeedBreakBeforeMake({ words, locations }: Machine): boolean {
  return locations.ptes.some(({ index, stage }) => {
    const entries = [...(words.memory[index] ?? [])].filter(isCacheable);
    return entries.some((one) => entries.some((other) => bbmDifferences(one, other, stage).length > 0));
  });
}

/**
 * Whether a PE may still use an entry that conflicts with the one in memory now: what aarch64bbm.cat flags
 * (vmsa-semantics 7). A change of the output address alone needs break-before-make only if one of the two may be written
 * through, or the two pages differ.
 */
export function needsBreakBeforeMake(machine: Machine): Reading<boolean> {
  const { ptes } = machine.locations;
  return (state) =>
    ptes.some(({ index, page, stage }) => {
      const now = at(state.memory, index);
      if (!isCacheable(now)) return false;
      return machine.pes.some(({ index: pe }) =>
        usableEntries(machine, state, pe, page).some((old) => conflicts(machine, state, stage, [old, now])),
      );
    });
}

function conflicts(
  machine: Machine,
  state: Readonly<MachineState>,
  stage: Stage,
  [old, now]: readonly [bigint, bigint],
): boolean {
  const differences = bbmDifferences(old, now, stage);
  if (differences.some((difference) => difference !== "output-address")) return true;
  if (differences.length === 0) return false;
  const [one, other] = [entryAt(stage, old), entryAt(stage, now)];
  if (one.writable || other.writable) return true;
  const contents = (oa: bigint): bigint => at(state.memory, machine.locations.cellAt(oa, 0));
  return contents(one.oa) !== contents(other.oa);
}
