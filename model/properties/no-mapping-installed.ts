import type { Always } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import { isValid } from "../mmu/descriptor.ts";
import type { Named } from "./named.ts";
import { hasEnded } from "./program-point.ts";
import { beginOf, isInSpan, type Span } from "./span.ts";

/** A labelled store that installs a PTE, and the `endMark` where that is behind. */
export interface Install {
  readonly pe: string;
  readonly store: string;
  readonly done: string;
}

/** Within the span no fault handler installs a PTE: none of the stores is performed and leaves a valid descriptor. */
export function noMappingInstalledWithin(
  machine: Machine,
  named: Named,
  span: Span,
  installs: readonly Install[],
): Always<MachineState> {
  const applies = isInSpan(machine, span);
  const checks = installs.map((install) => ({
    install,
    slots: machine.labelled(install.pe, install.store),
    done: hasEnded(machine, { pe: install.pe, mark: install.done }),
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      if (!applies(state)) return null;
      for (const { install, slots, done } of checks) {
        const slot = slots.find((s) => slotState(state, s).written === 2);
        if (slot === undefined || done(state)) continue;
        const valid = [...(slot.access?.locations ?? [])].some((l) => isValid(at(state.memory, l)));
        if (valid) return { facts: { pe: install.pe, access: install.store, after: beginOf(span) } };
      }
      return null;
    },
  };
}
