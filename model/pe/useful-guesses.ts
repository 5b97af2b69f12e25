import { at } from "../../checker/schema/access.ts";
import { segmentFrom } from "../machine/blank.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Context, MachineRule } from "./context.ts";

type State = Readonly<MachineState>;

const TAKEN = 1;

/**
 * A guess is worth making when something can happen on its account before it is confirmed. Until then it can wait: a
 * path that guesses now and one that guesses just before it makes use of it are the same. Only loads walk and read on a
 * guess, stores walk, and a DSB completes a TLBI; all else waits for earlier branches (machine-semantics 4).
 */
export function withUsefulGuesses(
  context: Context,
  slot: Slot,
  rules: readonly MachineRule[],
): readonly MachineRule[] {
  const isUseful = usefulness(context, slot);
  return rules.map((rule) =>
    rule.name === "branch guessed" || rule.name === "select guessed"
      ? { ...rule, when: (state, choice = 0) => rule.when(state, choice) && isUseful(state, choice) }
      : rule,
  );
}

function usefulness(context: Context, slot: Slot): (state: State, choice: number) => boolean {
  const { slots } = at(context.machine.pes, slot.pe);
  if (slot.instruction.kind === "select") {
    const dependents = dependentsOf(slot, slots);
    return (state) =>
      dependents.some((other) => slotState(state, other).fetched === 1 && couldStep(context, state, other));
  }
  const regions = [reachableFrom(context, slot, slot.taken), reachableFrom(context, slot, slot.next)];
  return (state, direction) =>
    (regions[direction === TAKEN ? 0 : 1] ?? []).some((other) => couldStep(context, state, other));
}

/** Everything that a guess may bring onto the path, by further guesses too. */
function reachableFrom({ machine }: Context, slot: Slot, start: number | null): readonly Slot[] {
  const pe = at(machine.pes, slot.pe);
  const found = new Set<number>();
  const pending = start === null ? [] : [start];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    for (const index of segmentFrom(pe, next)) {
      found.add(index);
      const { instruction, taken, next: following, onFault, access } = at(pe.slots, index);
      if (instruction.kind === "branch" && instruction.condition !== null)
        pending.push(...(taken === null ? [] : [taken]), following);
      // A supervisor call waits for the guess, and what follows it for the call.
      if (access !== null && onFault?.kind === "goes on") pending.push(onFault.at);
    }
  }
  return [...found].map((index) => pe.slots[index]).filter((other) => other !== undefined);
}

/** The accesses whose address or data come from what an instruction writes, and those that may be forwarded it. */
function dependentsOf(slot: Slot, slots: readonly Slot[]): readonly Slot[] {
  const found = new Set([slot.index]);
  for (const other of slots.slice(slot.index + 1)) {
    const sources = [...other.operands.values()].flat();
    const reads = sources.some((source) => source.kind === "writer" && found.has(source.slot));
    const forwards = (other.access?.sources ?? []).some((source) => found.has(source));
    if (reads || forwards) found.add(other.index);
  }
  return [...found].map((index) => at(slots, index)).filter((other) => other.access !== null);
}

/** Whether an instruction, were it on the path with all its operands, could take a step that no branch holds back. */
function couldStep({ machine, guards }: Context, state: State, slot: Slot): boolean {
  const { instruction, access } = slot;
  if (access === null) {
    if (instruction.kind === "dsb")
      return slot.completes.some((tlbi) => isOpenTlbi(machine, state, slot.pe, tlbi));
    return instruction.kind === "choose";
  }
  const own = slotState(state, slot);
  const walks = access.outcomes.length > 0 && own.entry === 0 && guards.mayWalk(state, slot);
  if (walks || instruction.kind === "speculate") return true;
  return access.reads && own.read === 0 && guards.mayRead(state, slot);
}

function isOpenTlbi(machine: Context["machine"], state: State, pe: number, index: number): boolean {
  const tlbi = at(at(machine.pes, pe).slots, index);
  const { fetched, done, completed } = slotState(state, tlbi);
  return fetched === 1 && done === 1 && completed < (tlbi.tlbi?.full ?? 0);
}
