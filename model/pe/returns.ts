import { Diagnostic } from "../../checker/diagnostic.ts";
import { at } from "../../checker/schema/access.ts";
import { fetchFrom } from "../machine/blank.ts";
import { isPending, leavesByException, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { register } from "../program/expression.ts";
import type { Return } from "../program/layout.ts";
import { ELR } from "../program/program.ts";
import { type Context, hardwareStep, type MachineRule, programStep, slotRule } from "./context.ts";
import { isSettledValue } from "./taint.ts";
import { valueAt } from "./values.ts";

type State = Readonly<MachineState>;

/**
 * The ERET of a handler (machine-semantics 8): execution goes on at the instruction that ELR_EL1 names, as a context
 * synchronisation event once nothing earlier can go another way. Where it is none, what it returns to is fetched as soon
 * as the register has its value.
 */
export function returnRules(
  context: Context,
  slot: Slot,
  returns: readonly Return[],
): readonly MachineRule[] {
  const { machine, guards } = context;
  const synchronises = machine.synchronises.exit;
  const ready = (state: State): boolean =>
    isPending(state, slot) &&
    isSettledValue(machine, state, slot, register(ELR)) &&
    guards.settled(state, slot);
  const done = slotRule({
    name: "eret",
    eager: true,
    source: "machine-semantics 8",
    when: ready,
    then: (state) => {
      const to = targetOf(context, state, slot, returns);
      if (to === null) throw nowhere(context, state, slot);
      slotState(state, slot).done = 1;
      if (synchronises) fetchFrom(machine, state, slot.pe, to);
    },
    label: (state) =>
      programStep(machine, slot, slot.instruction.kernel, noteOf(context, state, slot, returns)),
  });
  return synchronises ? [done] : [earlyFetch(context, slot, returns), done];
}

function earlyFetch(context: Context, slot: Slot, returns: readonly Return[]): MachineRule {
  const { machine } = context;
  return slotRule({
    name: "eret followed",
    eager: true,
    when: (state) => {
      const { fetched, direction } = slotState(state, slot);
      return fetched === 1 && direction === 0 && targetOf(context, state, slot, returns) !== null;
    },
    then: (state) => {
      slotState(state, slot).direction = 1;
      fetchFrom(machine, state, slot.pe, targetOf(context, state, slot, returns) ?? 0);
    },
    label: () => hardwareStep(machine, slot, `${slot.instruction.kernel}: followed`),
  });
}

const addressOf = ({ machine }: Context, state: State, slot: Slot): bigint | null =>
  valueAt(machine, state, slot, register(ELR));

function targetOf(context: Context, state: State, slot: Slot, returns: readonly Return[]): number | null {
  const address = addressOf(context, state, slot);
  if (address === null) return null;
  const { slots } = at(context.machine.pes, slot.pe);
  const way = returns.find((r) => r.address === address && leavesByException(state, at(slots, r.fault)));
  return way?.to ?? null;
}

function noteOf(context: Context, state: State, slot: Slot, returns: readonly Return[]): string {
  const target = at(context.machine.pes, slot.pe).slots[targetOf(context, state, slot, returns) ?? -1];
  if (target === undefined) return "returns to the end";
  const { label, kernel } = target.instruction;
  return `returns to ${label === undefined ? kernel : `${label}: ${kernel}`}`;
}

function nowhere(context: Context, state: State, slot: Slot): Diagnostic {
  const address = addressOf(context, state, slot) ?? 0n;
  return new Diagnostic({
    kind: "program",
    where: `${at(context.machine.pes, slot.pe).name}: ${slot.instruction.kernel}`,
    what: `${ELR} is 0x${address.toString(16)}, which is no instruction of the program`,
    next: `leave ${ELR} as the fault wrote it, or write the address of a label: adr()`,
  });
}
