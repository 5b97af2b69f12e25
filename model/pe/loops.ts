import { at } from "../../checker/schema/access.ts";
import { blankSlot, segmentFrom } from "../machine/blank.ts";
import { isUnderWay } from "../interconnect/requests.ts";
import { isComplete } from "../machine/completeness.ts";
import type { Machine, Pe } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { register } from "../program/expression.ts";
import { type Context, type MachineRule, programStep, slotRule } from "./context.ts";
import { isResultTainted } from "./taint.ts";
import { valueAt } from "./values.ts";

/**
 * The next iteration of a loop that closes: everything of the last one is complete, so nothing that is still to happen
 * depends on it but the registers it hands on. They are kept, the rest is forgotten: a loop that changes nothing comes
 * back to the same state. Iterations of such a loop do not overlap; a number as the bound lets them.
 */
export function repeatRule({ machine, effects }: Context, branch: Slot): MachineRule {
  const pe = at(machine.pes, branch.pe);
  const body = pe.slots.slice(branch.taken ?? 0, branch.index + 1);
  return slotRule({
    name: "loop repeats",
    fairness: "weak",
    when: (state) => {
      const { direction, done } = slotState(state, branch);
      return done === 1 && direction === 1 && body.every((slot) => isForgettable(machine, state, slot));
    },
    then: (state) => {
      handOn({ machine, pe, branch, state });
      for (const slot of body) {
        effects.forget(state, slot);
        at(state.pes, branch.pe).slots[slot.index] = blankSlot(slot, slot.alwaysFetched);
      }
      for (const index of segmentFrom(pe, branch.taken ?? 0))
        at(at(state.pes, branch.pe).slots, index).fetched = 1;
    },
    label: () => programStep(machine, branch, `${branch.instruction.kernel}: again`),
  });
}

function isForgettable(machine: Machine, state: Readonly<MachineState>, slot: Slot): boolean {
  if (slot.tlbi !== null && slotState(state, slot).fetched === 1) {
    return slotState(state, slot).completed === slot.tlbi.full;
  }
  // A request is known by the access that sent it.
  if (isUnderWay(machine, state, slot)) return false;
  // What it hands on is kept as a value, without the guess it may rest on.
  return (
    isComplete(state, slot) &&
    !(slotState(state, slot).fetched === 1 && isResultTainted(machine, state, slot))
  );
}

/** The values that this loop's registers have at its end; those of loops inside it are for their own iterations only. */
function handOn({
  machine,
  pe,
  branch,
  state,
}: {
  readonly machine: Context["machine"];
  readonly pe: Pe;
  readonly branch: Slot;
  readonly state: MachineState;
}): void {
  const own = pe.carried.map((cell) =>
    cell.loop.branch === branch.index ? valueAt(machine, state, branch, register(cell.register)) : null,
  );
  pe.carried.forEach(({ loop }, cell) => {
    const inside = loop.header >= (branch.taken ?? 0) && loop.branch <= branch.index;
    if (inside) at(state.pes, branch.pe).carried[cell] = own[cell] ?? null;
  });
}
