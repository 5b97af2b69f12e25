import type { Always } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { outcomeOf, slotState } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import type { Named } from "./named.ts";

/**
 * None of the labelled accesses takes a translation fault. Judged when the exception is taken, not when a fault is
 * latched: a latched fault of a wrong path never happened. TLB conflict aborts are another matter.
 */
export function noSpuriousFault(
  machine: Machine,
  named: Named,
  accesses: readonly { readonly pe: string; readonly label: string }[],
): Always<MachineState> {
  const slots = accesses.flatMap(({ pe, label }) => machine.labelled(pe, label));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const slot of slots) {
        const result = outcomeOf(state, slot)?.result;
        if (result?.kind !== "descriptor" || result.fault !== "translation") continue;
        if (slotState(state, slot).exception === 0) continue;
        return {
          facts: {
            pe: at(machine.pes, slot.pe).name,
            access: slot.instruction.label ?? slot.instruction.kernel,
            fault: result.fault,
            entry: machine.wordName(result.word),
          },
        };
      }
      return null;
    },
  };
}
