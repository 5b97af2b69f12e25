import type { Model } from "../checker/model.ts";
import { at } from "../checker/schema/access.ts";
import { schemaOf } from "../checker/schema/schema.ts";
import { pathRules } from "./interconnect/arrival.ts";
import { speculativeReadRule } from "./interconnect/speculative-reads.ts";
import { missingRules } from "./machine-rules/machine-rules.ts";
import { cacheRules } from "./memory/cache-rules.ts";
import { initialState } from "./machine/blank.ts";
import { buildMachine } from "./machine/build.ts";
import type { Device } from "./machine/hardware.ts";
import type { Machine, Pe } from "./machine/machine.ts";
import type { Slot } from "./machine/slot.ts";
import { stateDomain, type MachineState } from "./machine/state.ts";
import { arriveRule, tlbRules } from "./mmu/explicit-walks.ts";
import { speculativeUpdateRule } from "./mmu/hardware-updates.ts";
import { dmaRules } from "./pcie/dma.ts";
import { isWrongGuess } from "./pe/prediction.ts";
import { isCut } from "./pe/branches.ts";
import { endOf } from "./pe/dead-ends.ts";
import { isBeyondBound } from "./pe/faults.ts";
import { contextOf, type Context } from "./pe/context.ts";
import { slotRules } from "./pe/rules.ts";
import type { Scenario } from "./scenario.ts";
import { interchangeableLines } from "./symmetry/interchangeable-lines.ts";
import { identified, type IdentifiedRule } from "./symmetry/rule-id.ts";
import { narrateWalks } from "./trace/narrate.ts";

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
  const predicted = [...branches, ...slots.filter((slot) => slot.predicted)];
  const lastFaults = slots.filter(({ onFault }) => onFault?.kind === "cut");
  const nameOf = ({ pe }: Slot): string => at(machine.pes, pe).name;
  const context = contextOf(machine);
  const rules = rulesOf(context);
  const automorphisms = interchangeableLines(machine, rules);
  return {
    name: scenario.name,
    schema: schemaOf(stateDomain(machine)),
    initial: [initialState(machine)],
    rules: rules.map(({ rule }) => rule),
    ...(automorphisms.length === 0 ? {} : { automorphisms }),
    properties: scenario.properties.map((property) => property(machine)),
    deadlock: "stuck",
    end: (state) => endOf(context, state),
    abandoned: (state) =>
      state.abandoned === 1 || predicted.some((slot) => isWrongGuess(machine, state, slot)),
    cut: (state) => {
      const branch = branches.find((slot) => isCut(context, state, slot));
      if (branch !== undefined) return `${nameOf(branch)}: ${branch.instruction.kernel}`;
      const fault = lastFaults.find((slot) => isBeyondBound(state, slot));
      return fault === undefined ? null : `${nameOf(fault)}: the fault of ${fault.instruction.kernel}`;
    },
    narrate: (trace, witness) => narrateWalks(machine, trace, witness),
    assumptions: [
      ...(scenario.assumptions ?? []),
      ...missingRules(scenario),
      ...scenario.pes.flatMap(loopAssumptions),
      ...machine.pes.flatMap((pe) => faultAssumptions(machine, pe)),
      ...machine.devices.flatMap(dmaAssumptions),
    ],
  };
}

/** What the loops of a program are assumed to do: listed with every verdict. */
function loopAssumptions({ name, program }: Scenario["pes"][number]): readonly string[] {
  return [...program.instructions, ...(program.handler ?? [])].flatMap((instruction) => {
    if (instruction.kind !== "branch" || instruction.bound === undefined) return [];
    const loop = `${name}: the loop of ${instruction.kernel}`;
    return instruction.bound === "closes"
      ? [`${loop} starts an iteration when the one before is complete`]
      : [`${loop} goes round at most ${instruction.bound} times; a path that needs more is UNDECIDED`];
  });
}

/** What faults are assumed not to do, where they might. */
function faultAssumptions({ scenario }: Machine, { index, name, slots }: Pe): readonly string[] {
  const { faults = 2 } = at(scenario.pes, index);
  const inHandler = slots.some(({ handler, onFault }) => handler && onFault !== null);
  const again = slots.some(({ handler, onFault }) => !handler && onFault?.kind === "left out");
  const cut = slots.some(({ onFault }) => onFault?.kind === "cut");
  return [
    ...(inHandler ? [`${name}: its handler does not fault; a path on which it does is left out`] : []),
    ...(again
      ? [`${name}: it faults once at most, and then tries again; a path on which it faults twice is left out`]
      : []),
    ...(cut ? [`${name}: at most ${faults} faults are taken; a path that needs more is UNDECIDED`] : []),
  ];
}

/** What devices are assumed not to do, where they might. */
const dmaAssumptions = ({ name, dma }: Device): readonly string[] =>
  dma === null
    ? []
    : [
        `${name}: one DMA request is under way at a time; while there is DMA, a deadlock of PEs is not noticed`,
      ];

function rulesOf(context: Context): readonly IdentifiedRule[] {
  const { pes, scenario, paths, devices } = context.machine;
  const slots = pes.flatMap((pe) => pe.slots);
  const speculative = speculativeUpdateRule(context);
  const ofMachine = (part: string) => identified({ kind: "machine", part });
  const rules = [
    ...slots.flatMap((slot) => slotRules(context, slot).map(identified({ kind: "slot", slot }))),
    ...(speculative === null ? [] : [speculative]).map(ofMachine("")),
    ...devices.flatMap((device) => dmaRules(context, device).map(identified({ kind: "device", device }))),
    ...cacheRules(context).map(ofMachine("caches")),
    ...paths.flatMap((path) => pathRules(context, path).map(ofMachine(`path ${path.name}`))),
    ...speculativeReadRule(context).map(ofMachine("")),
  ];
  if (scenario.features.walks === "may-be-cached") return rules;
  return [
    ...rules,
    ...pes.flatMap((pe) => tlbRules(context, pe).map(ofMachine(`PE ${pe.name}`))),
    ...slots.flatMap((slot) =>
      slot.tlbi === null ? [] : [identified({ kind: "slot", slot })(arriveRule(context, slot))],
    ),
  ];
}
