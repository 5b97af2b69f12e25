import { at } from "../../checker/schema/access.ts";
import type { Tlbi } from "../program/instruction.ts";
import type { PeConfiguration } from "../scenario.ts";
import type { MachineDraft, PeDraft } from "./draft.ts";
import type { Machine } from "./machine.ts";
import type { RulesInForce } from "./rules-in-force.ts";
import type { TlbiReach } from "./slot.ts";
import type { MachineState, PeState } from "./state.ts";

/*
 * The entries of a guest (machine-semantics 15, two stages): those of stage 2 alone (IPA to PA), and those that combine it
 * with the guest's stage 1 (VA to PA). The latter are what a translation uses, and can be made of the former at any time.
 */

/**
 * The PTEs of which it matters what entries of stage 2 alone a guest has: only for what a TLBI of stage 1 leaves usable.
 * Where there is none, every such entry may have been combined already; with explicit entries they are kept anyway.
 */
export function toldApart(
  { scenario, words, has }: MachineDraft,
  { stage, holds }: PeDraft,
): readonly number[] {
  if (stage === 1) return [];
  if (scenario.features.walks === "explicit") return holds;
  return scenario.pes.some((pe) => issuesStage1(pe, has))
    ? holds.filter((pte) => (words.memory[pte]?.size ?? 0) > 1)
    : [];
}

/** Whether a program has a TLBI that removes what both stages made and leaves entries of stage 2 alone. */
const issuesStage1 = ({ program }: PeConfiguration, has: RulesInForce): boolean =>
  [...program.instructions, ...(program.handler ?? [])].some((instruction) => {
    if (instruction.kind !== "tlbi" || instruction.regime !== "el1") return false;
    return !removedBy(instruction, has).stage2;
  });

/** Which entries of a guest a TLBI removes. */
export const removedBy = ({ stages }: Tlbi, has: RulesInForce): TlbiReach["removes"] => ({
  combined: stages !== "stage 2" || !has("ipas2-spares-combined"),
  stage2: stages !== "stage 1" || !has("stage-1-tlbi-spares-stage-2"),
});

/** The entries of stage 2 alone that a PE has of a PTE, see `PeState.stage2`; null where they are not told apart. */
export function stage2Entries(
  machine: Machine,
  state: Readonly<MachineState>,
  pe: number,
  pte: number,
): PeState["stage2"][number] | null {
  const index = at(machine.pes, pe).stage2.indexOf(pte);
  return index < 0 ? null : at(at(state.pes, pe).stage2, index);
}
