import type { End, Model } from "../checker/model.ts";
import { schemaOf } from "../checker/schema/schema.ts";
import { initialState } from "./machine/blank.ts";
import { buildMachine } from "./machine/build.ts";
import type { Machine } from "./machine/machine.ts";
import { isComplete } from "./machine/completeness.ts";
import { slotState } from "./machine/queries.ts";
import type { Slot } from "./machine/slot.ts";
import { stateDomain, type MachineState } from "./machine/state.ts";
import { arriveRule, evictRule, fillRule } from "./mmu/explicit-walks.ts";
import { isCut, isMispredicted } from "./pe/branches.ts";
import { contextOf, type Context, type MachineRule } from "./pe/context.ts";
import type { Guards } from "./pe/guards.ts";
import { slotRules } from "./pe/rules.ts";
import type { Scenario } from "./scenario.ts";
import { narrateWalks } from "./trace/narrate.ts";

type State = Readonly<MachineState>;

/** A scenario as a model: rules are emitted per static instruction, with what each must wait for worked out once. */
export function compile(scenario: Scenario): Model<MachineState> {
  const machine = buildMachine(scenario);
  return modelOf(machine);
}

/** The model of a machine that is already built. */
export function modelOf(machine: Machine): Model<MachineState> {
  const { scenario } = machine;
  const slots = machine.pes.flatMap((pe) => pe.slots);
  const branches = slots.filter(({ instruction }) => instruction.kind === "branch");
  const context = contextOf(machine);
  return {
    name: scenario.name,
    schema: schemaOf(stateDomain(machine)),
    initial: [initialState(machine)],
    rules: rulesOf(context),
    properties: scenario.properties.map((property) => property(machine)),
    deadlock: "stuck",
    end: (state) => endOf(context, slots, state),
    abandoned: (state) =>
      state.abandoned === 1 || branches.some((slot) => isMispredicted(machine, state, slot)),
    cut: (state) => {
      const slot = slots.find((s) => isCut(state, s));
      return slot === undefined ? null : `${machine.pes[slot.pe]?.name ?? ""}: ${slot.instruction.kernel}`;
    },
    narrate: (trace, witness) => narrateWalks(machine, trace, witness),
    assumptions: scenario.assumptions ?? [],
  };
}

function rulesOf(context: Context): readonly MachineRule[] {
  const { pes, scenario } = context.machine;
  const slots = pes.flatMap((pe) => pe.slots);
  // An instruction that can go on does so sometime; walks, fills, evictions and guesses are owed to nobody.
  const rules = slots.flatMap((slot) =>
    slotRules(context, slot).map((rule): MachineRule =>
      isOwed(rule) ? { ...rule, fairness: "weak" } : rule,
    ),
  );
  if (scenario.features.walks === "may-be-cached") return rules;
  return [
    ...rules,
    ...pes.flatMap((pe) => [fillRule(context, pe), evictRule(context, pe)]),
    ...slots.filter((slot) => slot.tlbi !== null).map((slot) => arriveRule(context, slot)),
  ];
}

const isOwed = ({ name, eager }: MachineRule): boolean => eager !== true && name !== "branch guessed";

/**
 * A state without successors: final when every PE has run to its end. A fault that was taken ends a thread, and what
 * waits for it then is not a deadlock of the protocol: the fault is the finding. It is abandoned where a guess went wrong
 * in a way that no rule could settle, and a deadlock where PEs wait for each other.
 */
function endOf({ machine, guards }: Context, slots: readonly Slot[], state: State): End {
  if (slots.every((slot) => isComplete(state, slot))) return "final";
  if (slots.some((slot) => slotState(state, slot).exception === 1)) return "final";
  if (slots.some((slot) => isDrainedTooEarly(machine, guards, state, slot))) return "abandoned";
  if (slots.some((slot) => isWaiting(guards, state, slot))) return "deadlock";
  return slots.some((slot) => isOpenGuess(state, slot)) ? "abandoned" : "deadlock";
}

/**
 * A DSB waits for an access that was translated ahead of a lock, await or branch which cannot be passed before the DSB
 * is done. Hardware would drop the early translation and walk again; that path is explored from the earlier state.
 */
function isDrainedTooEarly(machine: Machine, guards: Guards, state: State, slot: Slot): boolean {
  if (slot.access === null || guards.control(state, slot)) return false;
  return slot.access.drainedBy.some((drain) => {
    const tlbi = machine.pes[drain.pe]?.slots[drain.slot];
    return tlbi !== undefined && slotState(state, tlbi).drains[drain.index] === 2;
  });
}

/** An instruction that waits for another PE, on a path that is certain. */
function isWaiting(guards: Guards, state: State, slot: Slot): boolean {
  const { kind } = slot.instruction;
  if (kind !== "lock" && kind !== "await" && kind !== "take-ipi") return false;
  const { fetched, done, read } = slotState(state, slot);
  const waits = fetched === 1 && (kind === "await" ? read : done) === 0;
  return waits && guards.base(state, slot) && guards.control(state, slot) && guards.translations(state, slot);
}

function isOpenGuess(state: State, slot: Slot): boolean {
  const { direction, done, forwarded } = slotState(state, slot);
  return forwarded !== 0 || (slot.instruction.kind === "branch" && direction !== 0 && done === 0);
}
