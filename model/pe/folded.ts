import { at } from "../../checker/schema/access.ts";
import { slotState } from "../machine/queries.ts";
import type { Access, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Context, MachineRule } from "./context.ts";
import { hasOnlyCurrent, Remaining } from "./remaining.ts";
import { isOpenCas } from "./stored-value.ts";
import { isTranslated, locationAt } from "./values.ts";

type State = Readonly<MachineState>;
type Condition = (state: State, choice: number) => boolean;

/*
 * Steps that are taken at once where nobody is left who could tell when they are (machine-semantics 13): that changes
 * no final state, only how many states there are before it. For scenarios whose properties look at final states. Entries
 * are removed in a step of its own even where nobody will walk any more: whether they conflict shows until then.
 */

/**
 * The rules of an instruction, and before them those of its steps that are folded where they may be. With eager steps off
 * both are there, and the second says nothing new.
 */
export function withFolded(
  context: Context,
  slot: Slot,
  rules: readonly MachineRule[],
): readonly MachineRule[] {
  const folded = rules.flatMap((rule): readonly MachineRule[] => {
    const condition = rule.eager === true ? null : conditionOf(context, slot, rule);
    return condition === null ? [] : [eagerly(rule, condition)];
  });
  return [...folded, ...rules];
}

const eagerly = (rule: MachineRule, condition: Condition): MachineRule => ({
  ...rule,
  eager: true,
  when: (state, choice = 0) => rule.when(state, choice) && condition(state, choice),
});

/** When a step of this name may be folded, or null for one that never is. */
function conditionOf(context: Context, slot: Slot, { name }: MachineRule): Condition | null {
  const { access } = slot;
  const remaining = new Remaining(context.machine);
  switch (name) {
    case "translate":
      return access === null ? null : onlyWalk(context, remaining, slot, access);
    case "read":
      return access === null ? null : unwrittenRead(context, remaining, slot, access);
    case "propagate":
      return slot.instruction.kind === "store-exclusive" ? null : unseenWrite(context, remaining, slot);
    case "tlbi":
      return atOnce;
    default:
      return null;
  }
}

/** The walk can give one thing only: memory has what it has, and the TLB nothing older. */
function onlyWalk({ machine }: Context, remaining: Remaining, slot: Slot, access: Access): Condition {
  const { walks } = at(machine.pes, slot.pe);
  const isWritten = remaining.isTouched(null, "write", new Set(walks.filter((pte) => pte !== null)));
  return (state, choice) => {
    const { page } = at(access.outcomes, choice);
    const pte = walks[page] ?? null;
    return pte !== null && !isWritten(state, pte) && hasOnlyCurrent(machine, state, slot.pe, page);
  };
}

/**
 * No other PE will write what is read, and no own store is left that may turn out to be to the same place, or a
 * compare-and-swap that may turn out not to write.
 */
function unwrittenRead({ machine }: Context, remaining: Remaining, slot: Slot, access: Access): Condition {
  const pe = at(machine.pes, slot.pe);
  const older = access.sources.map((index) => at(pe.slots, index));
  const isWritten = remaining.isTouched(slot.pe, "write", access.locations);
  return (state, choice) => {
    const location = locationAt(machine, state, slot);
    if (choice !== 0 || location === null || isWritten(state, location)) return false;
    return older.every(
      (store) =>
        slotState(state, store).fetched === 0 ||
        (isTranslated(machine, state, store) && !isOpenCas(state, store)),
    );
  };
}

/** No other PE will read or write the data. */
function unseenWrite({ machine }: Context, remaining: Remaining, slot: Slot): Condition {
  const isSeen = remaining.isTouched(slot.pe, "access", slot.access?.locations ?? new Set());
  return (state) => {
    const location = locationAt(machine, state, slot);
    return location !== null && location >= machine.locations.ptes.length && !isSeen(state, location);
  };
}

/**
 * A TLBI that can be issued is: the later it is, the more entries it removes and the more accesses its DSB waits for, so
 * that whatever ends a late one leads to, an early one does too.
 */
const atOnce: Condition = () => true;
