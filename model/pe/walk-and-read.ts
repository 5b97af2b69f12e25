import { at } from "../../checker/schema/access.ts";
import { hasFaulted, isFinished, needsUpdate, slotState } from "../machine/queries.ts";
import { isFault, isUpdate } from "../machine/outcome.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { type Context, type MachineRule, programStep } from "./context.ts";
import { offers } from "./forwarding.ts";
import { readText } from "./loads.ts";
import { translationText } from "./translate.ts";

type State = Readonly<MachineState>;

/**
 * The walk and the read of a plain load as one step (machine-semantics 13): between the two nothing can notice the walk,
 * unless something waits for it: an older DSB that it may precede, a younger store, hardware update or context
 * synchronisation that it holds back, a TLBI's DSB for a younger access that has been performed. An entry that is usable
 * for the walk now is still so when the load reads, as the DSB that removes it waits for the read. Walks that fault or
 * update stay steps of their own.
 */
export function walkAndRead(
  context: Context,
  slot: Slot,
  rules: readonly MachineRule[],
): readonly MachineRule[] {
  const { machine, guards } = context;
  const { access } = slot;
  const walk = rules.find(({ name, eager }) => name === "translate" && eager !== true);
  const read = rules.find(({ name, eager }) => name === "read" && eager !== true);
  if (access === null || walk === undefined || read === undefined || !isPlainLoad(slot)) return rules;
  const offered = offers(machine, slot);
  const merges = (state: State, k: number): boolean => {
    const outcome = at(access.outcomes, k);
    const { result } = outcome;
    // A read of a register leaves and arrives, which are steps of their own.
    if (result.kind === "descriptor" && machine.registers.has(result.location)) return false;
    return !isFault(outcome) && !isUpdate(outcome) && isUnnoticed(context, state, slot);
  };
  const both: MachineRule = {
    ...walk,
    name: "walk and read",
    instances: walk.instances.flatMap(([k = 0]) => read.instances.map(([choice = 0]) => [k, choice])),
    when: (state, k = 0) => guards.mayRead(state, slot) && walk.when(state, k) && merges(state, k),
    then: (state, k = 0, choice = 0) => {
      walk.then(state, k);
      if (read.when(state, choice)) read.then(state, choice);
      // It cannot read this now: then it does not walk yet.
      else state.abandoned = 1;
    },
    label: (state, k = 0, choice = 0) => {
      const outcome = at(access.outcomes, k);
      const location = "location" in outcome.result ? outcome.result.location : null;
      return programStep(
        machine,
        slot,
        readText(context, state, slot, { access, offered, choice, location }),
        translationText(context, state, slot, outcome),
      );
    },
  };
  const alone: MachineRule = { ...walk, when: (state, k = 0) => walk.when(state, k) && !merges(state, k) };
  return rules.flatMap((rule) => (rule === walk ? [alone, both] : [rule]));
}

const isPlainLoad = ({ instruction }: Slot): boolean =>
  instruction.kind === "load" && instruction.exclusive !== true;

/** Whether an instruction waits until older accesses are translated, and holds back all that is younger. */
const synchronises = ({ instruction: { kind } }: Slot): boolean =>
  kind === "isb" || kind === "svc" || kind === "eret" || kind === "take-ipi";

/** Whether nothing older or younger of the PE can tell when the walk of a load happens. */
function isUnnoticed({ machine, guards }: Context, state: State, slot: Slot): boolean {
  const { slots } = at(machine.pes, slot.pe);
  if (!guards.dsbsDone(state, slot)) return false;
  for (let index = slot.index + 1; index < slots.length; index++) {
    const younger = at(slots, index);
    const own = slotState(state, younger);
    if (own.fetched === 0) continue;
    if (synchronises(younger) && own.done === 0) return false;
    if (younger.access === null) continue;
    if (guards.needsWrite(state, younger) || needsUpdate(state, younger)) return false;
    if (hasFaulted(state, younger) ? own.exception === 0 : isFinished(state, younger)) return false;
  }
  return true;
}
