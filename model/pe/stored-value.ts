import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { newValue } from "../machine/words.ts";
import { sized } from "../program/access-size.ts";
import { valueAt } from "./values.ts";

type State = Readonly<MachineState>;

/** What a store, store-exclusive or RMW writes, or null while that is not known, or not certain to be written at all. */
export function storedValue(machine: Machine, state: State, slot: Slot): bigint | null {
  return decided(state, slot) ? forwardedValue(machine, state, slot) : null;
}

const decided = (state: State, slot: Slot): boolean => !isCas(slot) || slotState(state, slot).compared === 1;

/**
 * What a younger load of the same PE may take from a store before it is in memory, or null. A compare-and-swap whose
 * comparison is open is guessed to succeed (machine-semantics 5); SWP and STXR need not have read.
 */
export function forwardedValue(machine: Machine, state: State, slot: Slot): bigint | null {
  const { instruction } = slot;
  switch (instruction.kind) {
    case "store":
      return operandOf(machine, state, slot, instruction);
    case "store-exclusive":
      return slotState(state, slot).compared === 1 ? operandOf(machine, state, slot, instruction) : null;
    case "rmw": {
      const operand = operandOf(machine, state, slot, instruction);
      if (operand === null || instruction.operation === "swap") return operand;
      const { read, value, compared } = slotState(state, slot);
      if (isCas(slot)) return compared === 2 ? null : operand;
      return read === 0 ? null : newValue(instruction)(value, operand);
    }
    default:
      return null;
  }
}

/** A compare-and-swap whose comparison is still to come. */
export const isOpenCas = (state: State, slot: Slot): boolean =>
  isCas(slot) && slotState(state, slot).compared === 0;

export const isCas = ({ instruction }: Slot): boolean =>
  instruction.kind === "rmw" && instruction.operation === "cas";

type Writer = Extract<Slot["instruction"], { kind: "store" | "store-exclusive" | "rmw" }>;

function operandOf(machine: Machine, state: State, slot: Slot, { value, bits }: Writer): bigint | null {
  const operand = valueAt(machine, state, slot, value);
  return operand === null ? null : sized(operand, bits);
}
