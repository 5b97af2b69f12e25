import type { End } from "../../checker/model.ts";
import { at } from "../../checker/schema/access.ts";
import { behaviourAt, registerOf } from "../interconnect/requests.ts";
import { isComplete } from "../machine/completeness.ts";
import { isHalfDone } from "../machine/exclusives.ts";
import { holdersOf } from "../machine/lock-holders.ts";
import { hasTakenException, needsUpdate, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Context } from "./context.ts";

type State = Readonly<MachineState>;

/**
 * What a state without successors is: final when every PE has run to its end, or waits for one whose thread a fault has
 * ended (the fault is the finding, not the wait); a deadlock where PEs wait for each other; abandoned where a guess went
 * wrong in a way that no rule could settle.
 */
export function endOf(context: Context, state: State): End {
  const slots = context.machine.pes.flatMap((pe) => pe.slots);
  if (slots.every((slot) => isComplete(state, slot))) return "final";
  if (slots.some((slot) => isDrainedTooEarly(context, state, slot))) return "abandoned";
  const waiting = slots.filter((slot) => isWaiting(context, state, slot));
  const ended = new Set(slots.filter((slot) => isEndOfThread(context, state, slot)).map(({ pe }) => pe));
  if (waiting.some((slot) => !mayWaitFor(context, state, slot, waiting, ended))) return "deadlock";
  if (waiting.length > 0) return "final";
  if (slots.some((slot) => isOpenGuess(state, slot) || isBegunAtomic(context, state, slot)))
    return "abandoned";
  return ended.size > 0 ? "final" : "deadlock";
}

/** Whether an exception has ended the thread: at once, or at the end of a handler that did not return. */
function isEndOfThread({ machine }: Context, state: State, slot: Slot): boolean {
  if (!hasTakenException(state, slot)) return false;
  const entered = slot.onFault?.kind === "goes on";
  if (entered && at(machine.scenario.pes, slot.pe).program.handler === undefined) return false;
  const later = at(machine.pes, slot.pe).slots.slice(slot.index + 1);
  return later.every(
    (other) =>
      slotState(state, other).fetched === 0 ||
      (other.handler && isComplete(state, other) && !isReturn(other)),
  );
}

const isReturn = ({ returns }: Slot): boolean => returns !== null;

/**
 * A DSB waits for an access that was translated ahead of a lock, await or branch which cannot be passed before the DSB
 * is done. Hardware would drop the early translation and walk again; that path is explored from the earlier state.
 */
function isDrainedTooEarly({ machine, guards }: Context, state: State, slot: Slot): boolean {
  if (slot.access === null || !isHeldBack({ machine, guards }, state, slot)) return false;
  return slot.access.drainedBy.some((drain) => {
    const tlbi = at(at(machine.pes, drain.pe).slots, drain.slot);
    return slotState(state, tlbi).drains[drain.index] === 2;
  });
}

/** Whether earlier branches, awaits or locks hold an access back: a write, and a request that may not be speculative. */
function isHeldBack(
  { machine, guards }: Pick<Context, "machine" | "guards">,
  state: State,
  slot: Slot,
): boolean {
  if (!guards.control(state, slot)) return true;
  if (registerOf(machine, state, slot) === null || behaviourAt(state, slot)?.speculativeReads === true)
    return false;
  return !guards.control(state, slot, slot.order.beforeRequest);
}

/** An instruction that waits for another PE, on a path that is certain. */
function isWaiting({ guards }: Context, state: State, slot: Slot): boolean {
  const { kind } = slot.instruction;
  if (kind !== "lock" && kind !== "await" && kind !== "take-ipi") return false;
  const { fetched, done, read } = slotState(state, slot);
  const waits = fetched === 1 && (kind === "await" ? read : done) === 0;
  return waits && guards.settled(state, slot);
}

/**
 * Whether what an instruction waits for may be the doing of a PE that has ended: the holder of the lock, or whom that
 * one waits for. Who would have written a word or sent an IPI is not known, so any ended PE will do.
 */
function mayWaitFor(
  { machine }: Context,
  state: State,
  slot: Slot,
  waiting: readonly Slot[],
  ended: ReadonlySet<number>,
): boolean {
  const seen = new Set<Slot>();
  const pending = [slot];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    if (seen.has(current)) continue;
    seen.add(current);
    if (current.instruction.kind !== "lock") return ended.size > 0;
    const holders = holdersOf(machine, state, machine.locks.indexOf(current.instruction.lock));
    if (holders.some((holder) => ended.has(holder))) return true;
    pending.push(...waiting.filter(({ pe }) => holders.includes(pe)));
  }
  return false;
}

function isOpenGuess(state: State, slot: Slot): boolean {
  const { direction, done, forwarded, compared, written } = slotState(state, slot);
  if (forwarded !== 0) return true;
  switch (slot.instruction.kind) {
    case "branch":
      return direction !== 0 && done === 0;
    case "select":
      return direction !== 0;
    case "store-exclusive":
      return compared === 1 && written < 2;
    default:
      return false;
  }
}

/**
 * An atomic, or a walk that is to update its descriptor, went ahead of an older one that it now keeps from beginning: two
 * that overlap cannot both succeed, and to begin this one so early was the wrong one of the choices.
 */
const isBegunAtomic = ({ machine }: Context, state: State, slot: Slot): boolean =>
  isHalfDone(machine, state, slot) || needsUpdate(state, slot);
