import { at } from "../../checker/schema/access.ts";
import { hasFaulted, hasTakenException, outcomeOf, slotState } from "../machine/queries.ts";
import { faultOfOutcome, isFault, isUncacheableFault } from "../machine/outcome.ts";
import { fetchFrom } from "../machine/blank.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { type Context, type MachineRule, programStep, hardwareStep, slotRule } from "./context.ts";

/**
 * A fault that was latched by a translation (machine-semantics 8). Exception entry waits until nothing earlier can
 * still go another way; the fault's completion is what another PE's TLBI and DSB wait for, and is independent of it.
 * Entry is eager: it only enables. So is the completion of a fault that no TLB entry gave. That of a fault by an entry (a
 * permission fault) is a step of its own, because an access by an old entry counts as in flight until then.
 */
export function faultRules(context: Context, slot: Slot): readonly MachineRule[] {
  const { machine, guards, effects } = context;
  const { beforeEntry, beforeFault } = slot.order;
  const entryPasses = machine.has("entry-passes-completion");
  const completionPasses = machine.has("fault-passes-branches");
  const entry = slotRule({
    name: "exception entry",
    eager: true,
    source: "machine-semantics 8",
    when: (state) =>
      slotState(state, slot).exception === 0 &&
      hasFaulted(state, slot) &&
      (entryPasses || slotState(state, slot).faultDone === 1) &&
      guards.settled(state, slot, beforeEntry),
    then: (state) => {
      slotState(state, slot).exception = 1;
      if (machine.synchronises.entry) fetchAfterException(context, state, slot);
    },
    label: (state) => {
      const outcome = outcomeOf(state, slot);
      const fault = outcome === null ? null : faultOfOutcome(outcome);
      return programStep(
        machine,
        slot,
        `${slot.instruction.kernel}: takes the ${fault ?? ""} fault`,
        followedBy(context, slot),
      );
    },
  });
  const byEntry = (slot.access?.outcomes ?? []).some(
    (outcome) => outcome.result.kind === "descriptor" && isFault(outcome) && !isUncacheableFault(outcome),
  );
  const complete = slotRule({
    name: "fault completes",
    ...(byEntry ? {} : { eager: true as const }),
    source: "machine-semantics 8",
    when: (state) =>
      slotState(state, slot).faultDone === 0 &&
      hasFaulted(state, slot) &&
      guards.base(state, slot) &&
      (completionPasses || guards.control(state, slot, beforeEntry)) &&
      guards.ordered(state, slot, beforeFault),
    then: (state) => {
      slotState(state, slot).faultDone = 1;
      effects.finish(state, slot);
    },
    label: () => hardwareStep(machine, slot, `${slot.instruction.kernel}: the fault is complete`),
  });
  return [entry, complete];
}

/**
 * A translation ends in a fault. What was fetched after it is thrown away; where the exception does not synchronise
 * context, what it leads to is fetched at once. Paths that are left out are among the assumptions of the model.
 */
export function latchFault(context: Context, state: MachineState, slot: Slot): void {
  context.effects.discardYounger(state, slot);
  if (slot.onFault?.kind === "left out") state.abandoned = 1;
  else if (!context.machine.synchronises.entry) fetchAfterException(context, state, slot);
}

/** The code that an exception leads to: the handler, or without one the program again. */
export function fetchAfterException({ machine }: Context, state: MachineState, slot: Slot): void {
  if (slot.onFault?.kind === "goes on") fetchFrom(machine, state, slot.pe, slot.onFault.at);
}

/** What an exception leads to, for the reader of a trace. */
export function followedBy({ machine }: Context, slot: Slot): string | undefined {
  const { program, onFault } = at(machine.scenario.pes, slot.pe);
  if (slot.onFault?.kind === "cut") return "more faults than the bound of the path";
  if (slot.onFault?.kind !== "goes on") return undefined;
  if (program.handler !== undefined) return "enters the handler";
  return onFault === "retry" ? "is executed again" : "is skipped";
}

/** Whether the path needs more faults than its bound: the fault is taken, so that the path is certain. */
export const isBeyondBound = (state: Readonly<MachineState>, slot: Slot): boolean =>
  slot.onFault?.kind === "cut" && hasTakenException(state, slot);
