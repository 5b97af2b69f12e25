import type { Always } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import { isFetched, slotState } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import type { Named } from "./named.ts";
import { beginOf, isInSpan, type Span } from "./span.ts";

/** A labelled store that installs a PTE, and the mark before it: where the handler has decided that it may. */
export interface Install {
  readonly pe: string;
  readonly decided: string;
  readonly store: string;
}

/**
 * Within the span no fault handler installs a PTE: none has decided to and not done so yet. One that did before is another
 * matter (`noMappingWithin`).
 */
export function noMappingInstalledWithin(
  machine: Machine,
  named: Named,
  span: Span,
  installs: readonly Install[],
): Always<MachineState> {
  const applies = isInSpan(machine, span);
  const checks = installs.map((install) => {
    // A loop that is unrolled holds copies of both.
    const marks = machine.labelled(install.pe, install.decided);
    return { install, marks, stores: machine.labelled(install.pe, install.store) };
  });
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      if (!applies(state)) return null;
      for (const { install, marks, stores } of checks) {
        const open = stores.some((store, copy) => {
          const mark = marks[copy];
          if (mark === undefined || slotState(state, mark).done === 0) return false;
          return isFetched(state, store) && slotState(state, store).written < 2;
        });
        if (open) return { facts: { pe: install.pe, access: install.store, after: beginOf(span) } };
      }
      return null;
    },
  };
}
