import { at } from "../../checker/schema/access.ts";
import { outcomeOf, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import { undrainedOf, type MachineState } from "../machine/state.ts";
import type { Tlbi } from "../program/instruction.ts";
import { type Context, type MachineRule, programStep, slotRule } from "./context.ts";
import { isSettledValue } from "./taint.ts";

/**
 * TLBI issue (machine-semantics 7): from here on values count as newer than the TLBI. Nothing is removed before a full
 * DSB of the same PE completes it; earlier accesses are ordered before it by a DSB only.
 */
export function tlbiRule(context: Context, slot: Slot, instruction: Tlbi): MachineRule {
  const { machine, guards } = context;
  return slotRule({
    name: "tlbi",
    source: "machine-semantics 7",
    when: (state) => {
      const { fetched, done } = slotState(state, slot);
      if (fetched === 0 || done === 1) return false;
      if (instruction.va !== null && !isSettledValue(machine, state, slot, instruction.va)) return false;
      return guards.base(state, slot) && guards.control(state, slot);
    },
    then: (state) => issue(context, state, slot),
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}

function issue(context: Context, state: MachineState, slot: Slot): void {
  const { machine, effects } = context;
  slotState(state, slot).done = 1;
  effects.keepStage2(state, slot);
  const pages = new Set(effects.covered(state, slot).map((pte) => at(machine.locations.ptes, pte).page));
  // Of an access that used an old entry before this TLBI the DSB waits, be it that the entry can be made again.
  if (slot.tlbi?.removes.combined === false) return waitForUndrained(context, state, slot);
  slot.tlbi?.drains.forEach((drain, index) => {
    const access = at(at(machine.pes, drain.pe).slots, drain.slot);
    const outcome = outcomeOf(state, access);
    if (outcome === null || !pages.has(outcome.page) || slotState(state, access).old === 0) return;
    effects.drain(state, slot, index);
  });
  waitForUndrained(context, state, slot);
}

/** CVE-2025-10263: what an earlier DSB of this PE did not wait for, the DSB of a further broadcast TLBI does. */
function waitForUndrained({ machine }: Context, state: MachineState, slot: Slot): void {
  if (slot.tlbi === null || slot.tlbi.full === 1) return;
  const issuer = at(state.pes, slot.pe);
  undrainedOf(machine, machine.pes[slot.pe]).forEach((drain, i) => {
    if (at(issuer.undrained, i) === 0) return;
    const index = slot.tlbi?.drains.findIndex((d) => d.pe === drain.pe && d.slot === drain.slot) ?? -1;
    if (index < 0) return;
    slotState(state, slot).drains[index] = 2;
    issuer.undrained[i] = 0;
  });
}
