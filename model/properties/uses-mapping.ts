import type { Always } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { outcomeOf } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import type { Mapping } from "./mapping.ts";
import type { Named } from "./named.ts";
import { isPerformed } from "./performed.ts";

/**
 * Every labelled access that is performed uses the descriptor it should. Judged once it has its value and nothing
 * earlier on its PE can take it back: an access of a wrong path never happened.
 */
export function usesMapping(
  machine: Machine,
  named: Named,
  accesses: readonly { readonly pe: string; readonly label: string; readonly mapping: Mapping }[],
): Always<MachineState> {
  const performed = isPerformed(machine);
  const checks = accesses.flatMap(({ pe, label, mapping }) =>
    machine.labelled(pe, label).map((slot) => ({ slot, mapping })),
  );
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const { slot, mapping } of checks) {
        const result = outcomeOf(state, slot)?.result;
        if (result?.kind !== "descriptor" || result.fault === "translation") continue;
        if (result.word === mapping.word || !performed(state, slot)) continue;
        return {
          facts: {
            pe: at(machine.pes, slot.pe).name,
            page: mapping.page,
            access: slot.instruction.label ?? slot.instruction.kernel,
            entry: machine.wordName(result.word),
            expected: machine.wordName(mapping.word),
          },
        };
      }
      return null;
    },
  };
}
