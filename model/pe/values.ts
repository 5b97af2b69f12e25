import { at } from "../../checker/schema/access.ts";
import type { Source } from "../machine/closing-loops.ts";
import type { Machine, Pe } from "../machine/machine.ts";
import { isFetched, leavesByException, outcomeOf, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { exceptionAddress } from "../program/code-address.ts";
import { evaluate, type Expression } from "../program/expression.ts";
import type { Select } from "../program/instruction.ts";
import { addressExpression } from "../program/operands.ts";

/**
 * The value of an expression at a slot, or null while a register it reads has none. Registers are not stored: a read
 * takes the youngest earlier writer on the path (machine-semantics 1), and ALU results are computed again.
 */
export function valueAt(
  machine: Machine,
  state: Readonly<MachineState>,
  slot: Slot,
  expression: Expression,
): bigint | null {
  if (expression.op === "const") return expression.value;
  return evaluate(expression, (name) => registerAt(machine, state, slot, name));
}

function registerAt(
  machine: Machine,
  state: Readonly<MachineState>,
  slot: Slot,
  name: string,
): bigint | null {
  const pe = at(machine.pes, slot.pe);
  const source = sourceAt(pe, state, slot, name);
  switch (source?.kind) {
    case "carried":
      return at(at(state.pes, slot.pe).carried, source.cell);
    case "writer":
      return writtenValue(machine, state, at(pe.slots, source.slot));
    case "fault": {
      const { instruction, origin } = at(pe.slots, source.slot);
      return exceptionAddress(instruction, origin);
    }
    case undefined:
      return pe.registers[name] ?? 0n;
  }
}

/** The instruction that a read of a register at a slot takes its value from; null for a value from before all of them. */
export function writerAt(
  machine: Machine,
  state: Readonly<MachineState>,
  slot: Slot,
  name: string,
): Slot | null {
  const pe = at(machine.pes, slot.pe);
  const source = sourceAt(pe, state, slot, name);
  return source?.kind === "writer" ? at(pe.slots, source.slot) : null;
}

/** The youngest source on the path. What is left by an exception is one of ELR_EL1, and of no other register. */
function sourceAt(pe: Pe, state: Readonly<MachineState>, slot: Slot, name: string): Source | null {
  for (const source of slot.operands.get(name) ?? []) {
    if (source.kind === "carried") {
      if (at(at(state.pes, slot.pe).carried, source.cell) !== null) return source;
      continue;
    }
    const writer = at(pe.slots, source.slot);
    if (!isFetched(state, writer)) continue;
    const faulted = writer.onFault?.kind === "goes on" && leavesByException(state, writer);
    if (faulted === (source.kind === "fault")) return source;
  }
  return null;
}

/** What an instruction has written to its register, or null while it has not. */
export function writtenValue(machine: Machine, state: Readonly<MachineState>, writer: Slot): bigint | null {
  const { instruction } = writer;
  switch (instruction.kind) {
    case "let":
      return valueAt(machine, state, writer, instruction.value);
    case "select": {
      const choice = selected(machine, state, writer, instruction);
      return choice === null ? null : valueAt(machine, state, writer, choice);
    }
    case "store-exclusive": {
      const { compared } = slotState(state, writer);
      return compared === 0 ? null : BigInt(compared - 1);
    }
    case "choose": {
      const own = slotState(state, writer);
      return own.done === 1 ? own.value : null;
    }
    default: {
      const own = slotState(state, writer);
      return own.read === 1 ? own.value : null;
    }
  }
}

/** The operand that a select takes, by its guess or by its condition; null while there is neither. */
function selected(
  machine: Machine,
  state: Readonly<MachineState>,
  slot: Slot,
  { condition, yes, no }: Select,
): Expression | null {
  if (slot.predicted) {
    const { direction } = slotState(state, slot);
    return direction === 0 ? null : direction === 1 ? yes : no;
  }
  const value = valueAt(machine, state, slot, condition);
  return value === null ? null : value !== 0n ? yes : no;
}

/** The address of an access, or null while it is not available. */
export function addressAt(machine: Machine, state: Readonly<MachineState>, slot: Slot): bigint | null {
  const expression = addressExpression(slot.instruction);
  return expression === null ? null : valueAt(machine, state, slot, expression);
}

/**
 * The location of an access once it is translated (for an access to a PTE: once its address is available); null
 * before that and for one that faulted.
 */
export function locationAt(machine: Machine, state: Readonly<MachineState>, slot: Slot): number | null {
  const { access } = slot;
  if (access === null) return null;
  const outcome = outcomeOf(state, slot);
  if (outcome !== null) return locationOf(outcome.result);
  if (access.addresses.every((target) => target.kind === "virtual")) return null;
  const address = addressAt(machine, state, slot);
  const target = address === null ? undefined : access.addresses.find((t) => t.address === address);
  return target?.kind === "pte" ? target.location : null;
}

function locationOf(result: NonNullable<ReturnType<typeof outcomeOf>>["result"]): number | null {
  if (result.kind === "conflict-abort" || result.kind === "forbidden") return null;
  return result.location < 0 ? null : result.location;
}

/** Whether the access knows where it goes: translated, or its address is that of a PTE. A faulted one does too. */
export function isTranslated(machine: Machine, state: Readonly<MachineState>, slot: Slot): boolean {
  return outcomeOf(state, slot) !== null || locationAt(machine, state, slot) !== null;
}
