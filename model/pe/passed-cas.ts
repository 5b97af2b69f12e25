import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { isFetched, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { isOpenCas } from "./stored-value.ts";
import { locationAt } from "./values.ts";

type State = Readonly<MachineState>;

/**
 * Whether a load has read past an older compare-and-swap of its location, as if that one wrote nothing: it took its value
 * from before it. If the compare-and-swap succeeds, that was wrong (coWR).
 */
export function hasPassed(machine: Machine, state: State, cas: Slot, load: Slot): boolean {
  const { read, forwarded } = slotState(state, load);
  if (read === 0 || load.access?.passesStores === true || forwarded >= cas.index + 1) return false;
  const location = locationAt(machine, state, cas);
  return location !== null && locationAt(machine, state, load) === location;
}

/** Whether what a load has read rests on the guess that an older compare-and-swap fails. */
export function restsOnFailure(machine: Machine, state: State, load: Slot): boolean {
  const { slots } = at(machine.pes, load.pe);
  return (load.access?.sources ?? []).some((index) => {
    const store = at(slots, index);
    return isOpenCas(state, store) && isFetched(state, store) && hasPassed(machine, state, store, load);
  });
}
