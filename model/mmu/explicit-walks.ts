import { at } from "../../checker/schema/access.ts";
import { FiniteSet } from "../../checker/schema/finite-set.ts";
import type { Machine, Pe } from "../machine/machine.ts";
import { slotState, walkerView } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { stage2Entries } from "../machine/two-stages.ts";
import type { Context, MachineRule } from "../pe/context.ts";

type Entries = MachineState["pes"][number]["cached"][number];

/** A TLB structure: with one stage there is one, and a guest has one more for entries of stage 2 alone. */
interface Structure {
  readonly of: (machine: Machine, state: Readonly<MachineState>, pe: number, pte: number) => Entries;
  /** After the name of a rule. */
  readonly suffix: string;
  readonly text: string;
}

const combined: Structure = {
  of: (_, state, pe, pte) => at(at(state.pes, pe).cached, pte),
  suffix: "",
  text: "",
};

const stage2: Structure = {
  of: (machine, state, pe, pte) => stage2Entries(machine, state, pe, pte) ?? new FiniteSet(),
  suffix: " stage 2",
  text: " in a stage-2 (IPA to PA) entry",
};

const structuresOf = (pe: Pe): readonly Structure[] =>
  pe.stage2.length === 0 ? [combined] : [combined, stage2];

/*
 * The unreduced TLB: entries are filled by speculative walks, evicted, and removed when a TLBI arrives, each a step of
 * its own at any time. The may-be-cached set stands for all of it: since walks and evictions may happen at any time,
 * every subset of the set is a reachable TLB. The tests compare the two.
 */

/** What happens to the TLB of a PE at any time. */
export const tlbRules = (context: Context, pe: Pe): readonly MachineRule[] => [
  ...structuresOf(pe).flatMap((structure) => [
    fillRule(context, pe, structure),
    evictRule(context, pe, structure),
  ]),
  ...(pe.stage2.length === 0 ? [] : [combineRule(context, pe)]),
];

/** A walk of `walker` reads a descriptor, and the TLB of `pe` (its own, or its cluster's with CnP) keeps it. */
function fillRule({ machine }: Context, pe: Pe, structure: Structure): MachineRule {
  const instances = pe.holds.flatMap((pte) =>
    pe.cluster
      .filter((walker) => machine.pes[walker]?.table === at(machine.locations.ptes, pte).table)
      .map((walker) => [pte, walker]),
  );
  return {
    name: `speculative walk fills${structure.suffix}`,
    instances,
    when: (state, pte = 0, walker = 0) => {
      const word = walkerView(state, walker, pte);
      return machine.isCacheable(word) && !structure.of(machine, state, pe.index, pte).has(word);
    },
    then: (state, pte = 0, walker = 0) => {
      structure.of(machine, state, pe.index, pte).add(walkerView(state, walker, pte));
    },
    label: (state, pte = 0, walker = 0) => ({
      lane: pe.name,
      actor: "hardware",
      text: `speculative walk: caches ${machine.wordName(walkerView(state, walker, pte))}${structure.text}`,
    }),
  };
}

/** The descriptors of a PTE that a TLB may hold. */
const cacheable = ({ machine }: Context, pte: number): readonly bigint[] =>
  [...(machine.words.memory[pte] ?? [])].filter(machine.isCacheable);

function evictRule(context: Context, pe: Pe, structure: Structure): MachineRule {
  const { machine } = context;
  return {
    name: `TLB evicts${structure.suffix}`,
    instances: pe.holds.flatMap((pte) => cacheable(context, pte).map((_, k) => [pte, k])),
    when: (state, pte = 0, k = 0) =>
      structure.of(machine, state, pe.index, pte).has(at(cacheable(context, pte), k)),
    then: (state, pte = 0, k = 0) => {
      structure.of(machine, state, pe.index, pte).delete(at(cacheable(context, pte), k));
    },
    label: (_, pte = 0, k = 0) => ({
      lane: pe.name,
      actor: "hardware",
      text: `evicts ${context.machine.wordName(at(cacheable(context, pte), k))}${structure.text}`,
    }),
  };
}

/** A walk of stage 1 takes its stage 2 from an entry, and both together are an entry that translations use. */
function combineRule(context: Context, pe: Pe): MachineRule {
  return {
    name: "stage-2 entry is combined",
    source: "machine-semantics 15, two stages",
    instances: pe.holds.flatMap((pte) => cacheable(context, pte).map((_, k) => [pte, k])),
    when: (state, pte = 0, k = 0) => {
      const word = at(cacheable(context, pte), k);
      const { machine } = context;
      return (
        stage2.of(machine, state, pe.index, pte).has(word) &&
        !combined.of(machine, state, pe.index, pte).has(word)
      );
    },
    then: (state, pte = 0, k = 0) => {
      combined.of(context.machine, state, pe.index, pte).add(at(cacheable(context, pte), k));
    },
    label: (_, pte = 0, k = 0) => ({
      lane: pe.name,
      actor: "hardware",
      text: `makes a combined (VA to PA) entry of its stage-2 entry ${context.machine.wordName(at(cacheable(context, pte), k))}`,
    }),
  };
}

/** A TLBI arrives at one of its targets, at any time between its issue and the DSB that completes it there. */
export function arriveRule({ machine, effects }: Context, slot: Slot): MachineRule {
  const targets = slot.tlbi?.targets ?? [];
  return {
    name: "tlbi arrives",
    fairness: "weak",
    instances: targets.map((_, i) => [i]),
    when: (state, i = 0) => {
      const { done, completed, arrived } = slotState(state, slot);
      return done === 1 && completed < at(targets, i).level && at(arrived, i) === 0;
    },
    then: (state, i = 0) => {
      slotState(state, slot).arrived[i] = 1;
      const { pe } = at(targets, i);
      for (const structure of structuresOf(at(machine.pes, pe)))
        if (removes(slot, structure))
          for (const pte of effects.covered(state, slot)) structure.of(machine, state, pe, pte).clear();
    },
    label: (_, i = 0) => ({
      lane: machine.pes[targets[i]?.pe ?? 0]?.name ?? "",
      actor: "hardware",
      text: `${slot.instruction.kernel} arrives`,
    }),
  };
}

const removes = ({ tlbi }: Slot, structure: Structure): boolean =>
  tlbi !== null && (structure === stage2 ? tlbi.removes.stage2 : tlbi.removes.combined);
