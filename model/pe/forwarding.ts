import { reservationOf } from "../machine/exclusives.ts";
import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { isAcquire } from "./order.ts";
import { forwardedValue, isOpenCas } from "./stored-value.ts";

type State = Readonly<MachineState>;

/** What an older store of its PE offers a load before it is in memory, or null. */
export type Offers = (state: State, store: Slot) => bigint | null;

/** What stores offer the load of a slot (machine-semantics 5). */
export function offers(machine: Machine, load: Slot): Offers {
  if (!machine.has("forwarding")) return () => null;
  const waitsForRead =
    isAcquire(machine.has, load.instruction) && machine.has("acquire-takes-from-read-atomic");
  const waitsForCompare = !machine.has("forwarding-from-undecided-cas");
  return (state, store) => {
    const value = forwardedValue(machine, state, store);
    if (value === null || (waitsForRead && !hasRead(machine, state, store))) return null;
    return waitsForCompare && isOpenCas(state, store) ? null : value;
  };
}

/** An acquire does not take its value from an RMW or store-exclusive whose own read is not done. */
function hasRead(machine: Machine, state: State, store: Slot): boolean {
  const reader = store.instruction.kind === "store-exclusive" ? reservationOf(machine, state, store) : store;
  return reader?.access?.reads !== true || slotState(state, reader).read === 1;
}
