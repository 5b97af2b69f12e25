import { at } from "../../checker/schema/access.ts";
import { isTaintable } from "../machine/guesses.ts";
import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Expression } from "../program/expression.ts";
import type { Select } from "../program/instruction.ts";
import { addressExpression } from "../program/operands.ts";
import { restsOnFailure } from "./passed-cas.ts";
import { valueAt, writerAt } from "./values.ts";

type State = Readonly<MachineState>;

/*
 * Taint (machine-semantics 2): a value that is available, but rests on a guess that is not confirmed. Translations and
 * reads may use it; what others can see may not.
 */

/** Whether the value of an expression at a slot rests on a guess. */
export function isTainted(machine: Machine, state: State, slot: Slot, expression: Expression): boolean {
  if (!isTaintable(slot, expression)) return false;
  switch (expression.op) {
    case "const":
    case "label":
      return false;
    case "register": {
      const writer = writerAt(machine, state, slot, expression.register);
      return writer !== null && isResultTainted(machine, state, writer);
    }
    default:
      return (
        isTainted(machine, state, slot, expression.left) || isTainted(machine, state, slot, expression.right)
      );
  }
}

/** Whether the value of an expression is available and rests on no guess. */
export const isSettledValue = (machine: Machine, state: State, slot: Slot, expression: Expression): boolean =>
  !isTainted(machine, state, slot, expression) && valueAt(machine, state, slot, expression) !== null;

/** Whether the address of an access rests on a guess; not so of an instruction without one. */
export function isAddressTainted(machine: Machine, state: State, slot: Slot): boolean {
  if (slot.taint.operands.size === 0) return false;
  const address = addressExpression(slot.instruction);
  return address !== null && isTainted(machine, state, slot, address);
}

/** Whether what an instruction wrote to its register rests on a guess. */
export function isResultTainted(machine: Machine, state: State, slot: Slot): boolean {
  const { instruction } = slot;
  if (!slot.taint.result) return false;
  switch (instruction.kind) {
    case "let":
      return isTainted(machine, state, slot, instruction.value);
    case "select":
      return isSelectTainted(machine, state, slot, instruction);
    case "load":
    case "await":
    case "speculate":
    case "rmw":
      return (
        isTainted(machine, state, slot, instruction.address) ||
        isForwardTainted(machine, state, slot) ||
        restsOnFailure(machine, state, slot)
      );
    default:
      return false;
  }
}

/** What a select yields is tainted by its guess, and by its condition, and by the operand it takes. */
function isSelectTainted(
  machine: Machine,
  state: State,
  slot: Slot,
  { condition, yes, no }: Select,
): boolean {
  if (slot.predicted) {
    const { direction, done } = slotState(state, slot);
    if (direction !== 0 && done === 0) return true;
    return direction !== 0 && isTainted(machine, state, slot, direction === 1 ? yes : no);
  }
  if (isTainted(machine, state, slot, condition)) return true;
  const chosen = valueAt(machine, state, slot, condition) === 0n ? no : yes;
  return isTainted(machine, state, slot, chosen);
}

/** Whether a load was forwarded a guess. Once the store has propagated it is none: a store waits until it is settled. */
function isForwardTainted(machine: Machine, state: State, slot: Slot): boolean {
  if ((slot.access?.sources ?? []).length === 0) return false;
  const { forwarded } = slotState(state, slot);
  if (forwarded === 0) return false;
  const store = at(at(machine.pes, slot.pe).slots, forwarded - 1);
  const { instruction } = store;
  if (isAddressTainted(machine, state, store)) return true;
  if (!("value" in instruction)) return false;
  if (isTainted(machine, state, store, instruction.value)) return true;
  if (instruction.kind !== "rmw" || instruction.operation === "swap") return false;
  if (isResultTainted(machine, state, store)) return true;
  // Until the comparison is decided, that the compare-and-swap writes is a guess.
  if (instruction.operation !== "cas" || instruction.compare === undefined) return false;
  return slotState(state, store).compared !== 1 || isTainted(machine, state, store, instruction.compare);
}
