import { hasFaulted, outcomeOf, slotState } from "../machine/queries.ts";
import { faultOfOutcome, isFault, isUncacheableFault } from "../machine/outcome.ts";
import type { Slot } from "../machine/slot.ts";
import { type Context, type MachineRule, programStep, hardwareStep, slotRule } from "./context.ts";

/**
 * A fault that was latched by a translation (machine-semantics 8). Exception entry waits until nothing earlier can
 * still go another way; the fault's completion is what another PE's TLBI and DSB wait for, and is independent of it.
 * Entry is eager: it only enables. So is the completion of a fault that no TLB entry gave. That of a fault by an entry (a
 * permission fault) is a step of its own, because an access by an old entry counts as in flight until then. Without a
 * handler the thread ends.
 */
export function faultRules({ machine, guards, effects }: Context, slot: Slot): readonly MachineRule[] {
  const entry = slotRule({
    name: "exception entry",
    eager: true,
    source: "machine-semantics 8",
    when: (state) =>
      slotState(state, slot).exception === 0 && hasFaulted(state, slot) && guards.settled(state, slot),
    then: (state) => {
      slotState(state, slot).exception = 1;
    },
    label: (state) => {
      const outcome = outcomeOf(state, slot);
      const fault = outcome === null ? null : faultOfOutcome(outcome);
      return programStep(machine, slot, `${slot.instruction.kernel}: takes the ${fault ?? ""} fault`);
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
      guards.ordered(state, slot, slot.order.beforeFault),
    then: (state) => {
      slotState(state, slot).faultDone = 1;
      effects.finish(state, slot);
    },
    label: () => hardwareStep(machine, slot, `${slot.instruction.kernel}: the fault is complete`),
  });
  return [entry, complete];
}
