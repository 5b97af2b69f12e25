import { at } from "../../checker/schema/access.ts";
import type { Pe } from "../machine/machine.ts";
import { slotState, walkerView } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { Context, MachineRule } from "../pe/context.ts";

/*
 * The unreduced TLB: entries are filled by speculative walks, evicted, and removed when a TLBI arrives, each a step of
 * its own at any time. The may-be-cached set stands for all of it: since walks and evictions may happen at any time,
 * every subset of the set is a reachable TLB. The tests compare the two.
 */

/** A walk of `walker` reads a descriptor, and the TLB of `pe` (its own, or its cluster's with CnP) keeps it. */
export function fillRule({ machine }: Context, pe: Pe): MachineRule {
  const instances = pe.holds.flatMap((pte) =>
    pe.cluster
      .filter((walker) => machine.pes[walker]?.table === at(machine.locations.ptes, pte).table)
      .map((walker) => [pte, walker]),
  );
  return {
    name: "speculative walk fills",
    instances,
    when: (state, pte = 0, walker = 0) => {
      const word = walkerView(state, walker, pte);
      return machine.isCacheable(word) && !at(at(state.pes, pe.index).cached, pte).has(word);
    },
    then: (state, pte = 0, walker = 0) => {
      at(at(state.pes, pe.index).cached, pte).add(walkerView(state, walker, pte));
    },
    label: (state, pte = 0, walker = 0) => ({
      lane: pe.name,
      actor: "hardware",
      text: `speculative walk: caches ${machine.wordName(walkerView(state, walker, pte))}`,
    }),
  };
}

export function evictRule({ machine }: Context, pe: Pe): MachineRule {
  const words = (pte: number): readonly bigint[] =>
    [...(machine.words.memory[pte] ?? [])].filter(machine.isCacheable);
  return {
    name: "TLB evicts",
    instances: pe.holds.flatMap((pte) => words(pte).map((_, k) => [pte, k])),
    when: (state, pte = 0, k = 0) => at(at(state.pes, pe.index).cached, pte).has(at(words(pte), k)),
    then: (state, pte = 0, k = 0) => {
      at(at(state.pes, pe.index).cached, pte).delete(at(words(pte), k));
    },
    label: (_, pte = 0, k = 0) => ({
      lane: pe.name,
      actor: "hardware",
      text: `evicts ${machine.wordName(at(words(pte), k))}`,
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
      const { cached } = at(state.pes, at(targets, i).pe);
      for (const pte of effects.covered(state, slot)) at(cached, pte).clear();
    },
    label: (_, i = 0) => ({
      lane: machine.pes[targets[i]?.pe ?? 0]?.name ?? "",
      actor: "hardware",
      text: `${slot.instruction.kernel} arrives`,
    }),
  };
}
