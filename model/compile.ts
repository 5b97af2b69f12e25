import type { End, Model } from "../checker/model.ts";
import { schemaOf } from "../checker/schema/schema.ts";
import { initialState } from "./machine/blank.ts";
import { buildMachine } from "./machine/build.ts";
import type { Machine } from "./machine/machine.ts";
import { hasFaulted, isFinished, slotState } from "./machine/queries.ts";
import type { Slot } from "./machine/slot.ts";
import { stateDomain, type MachineState } from "./machine/state.ts";
import { arriveRule, evictRule, fillRule } from "./mmu/explicit-walks.ts";
import { isCut } from "./pe/branches.ts";
import { contextOf, type Context, type MachineRule } from "./pe/context.ts";
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
  return {
    name: scenario.name,
    schema: schemaOf(stateDomain(machine)),
    initial: [initialState(machine)],
    rules: rulesOf(contextOf(machine)),
    properties: scenario.properties.map((property) => property(machine)),
    deadlock: "stuck",
    end: (state) => endOf(slots, state),
    abandoned: (state) => state.abandoned === 1,
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
  const rules = slots.flatMap((slot) => slotRules(context, slot));
  if (scenario.features.walks === "may-be-cached") return rules;
  return [
    ...rules,
    ...pes.flatMap((pe) => [fillRule(context, pe), evictRule(context, pe)]),
    ...slots.filter((slot) => slot.tlbi !== null).map((slot) => arriveRule(context, slot)),
  ];
}

/**
 * A state without successors: final when every PE has run to its end (or to a fault that was taken). Otherwise a guess
 * that was never settled makes it abandoned; without one, PEs wait for each other: a deadlock.
 */
function endOf(slots: readonly Slot[], state: State): End {
  if (slots.every((slot) => isComplete(state, slot))) return "final";
  return slots.some((slot) => isOpenGuess(state, slot)) ? "abandoned" : "deadlock";
}

function isComplete(state: State, slot: Slot): boolean {
  const { fetched, done, exception } = slotState(state, slot);
  const { kind } = slot.instruction;
  if (fetched === 0 || kind === "let" || kind === "speculate") return true;
  if (slot.access === null) return done === 1;
  return isFinished(state, slot) && (exception === 1 || !hasFaulted(state, slot));
}

function isOpenGuess(state: State, slot: Slot): boolean {
  const { direction, done, forwarded } = slotState(state, slot);
  return forwarded !== 0 || (slot.instruction.kind === "branch" && direction !== 0 && done === 0);
}
