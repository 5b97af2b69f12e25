import { behaviours, type Ordering } from "../memory/behaviour.ts";
import { outcomeOf } from "../machine/queries.ts";
import type { Outcome, Slot, TypeCondition } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";

/** How an access by a translation is ordered. What is not translated, a PTE, is ordinary memory of the kernel. */
export const orderingOf = ({ result }: Outcome): Ordering =>
  result.kind === "descriptor" ? behaviours[result.type].ordering : "processor";

/** Whether the memory types of two accesses of a PE order them; an access that is not translated may be of any. */
export function typesOrder(
  state: Readonly<MachineState>,
  condition: TypeCondition,
  older: Slot,
  younger: Slot,
): boolean {
  const own = currentOrdering(state, younger);
  if (own === null || isStrong(own)) return true;
  if (condition === "if the younger is strong") return false;
  const other = currentOrdering(state, older);
  return other === null || isStrong(other) || (own !== "weak" && other !== "weak");
}

const isStrong = (ordering: Ordering): boolean => ordering === "strong";

/** Whether an access turned out to be to weakly ordered memory. */
export const isWeak = (state: Readonly<MachineState>, slot: Slot): boolean =>
  currentOrdering(state, slot) === "weak";

/** Null while an access that is to be translated is not. */
function currentOrdering(state: Readonly<MachineState>, slot: Slot): Ordering | null {
  if ((slot.access?.outcomes.length ?? 0) === 0) return "processor";
  const outcome = outcomeOf(state, slot);
  if (outcome !== null) return orderingOf(outcome);
  return slot.access?.addresses.every(({ kind }) => kind === "virtual") === true ? null : "processor";
}
