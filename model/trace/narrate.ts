import type { ImpliedStep, NarrativeState } from "../../checker/model.ts";
import type { Witness } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { isUsable, outcomeOf, slotState, walkerView } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";

/** A descriptor that a PE holds although memory has moved on: by `transition` it must have been walked. */
interface Use {
  readonly pe: number;
  readonly page: number;
  readonly word: bigint;
  /** The transition that used it; for a property, the last one. */
  readonly transition: number;
}

/**
 * Puts the walks back that the may-be-cached set leaves out: for every old entry that is used (by an access, or by the
 * property that broke) the earliest speculative walk from which it can have stayed until then.
 */
export function narrateWalks(
  machine: Machine,
  trace: readonly NarrativeState<MachineState>[],
  witness: Witness | null,
): readonly ImpliedStep[] {
  if (machine.scenario.features.walks === "explicit") return [];
  const held = usedByWitness(machine, trace, witness);
  const shown = new Set<string>();
  const walks = [...usedByAccesses(machine, trace), ...held].flatMap((use): ImpliedStep[] => {
    const after = earliestWalk(machine, trace, use);
    const key = `${use.pe} ${use.page} ${use.word} ${after}`;
    if (after === null || shown.has(key)) return [];
    shown.add(key);
    const note = "a walker may walk any address its tables map, at any time";
    return [impliedStep(machine, use, after, `speculative walk of ${pageName(machine, use)}: caches`, note)];
  });
  const still = held.map((use) =>
    impliedStep(
      machine,
      use,
      use.transition,
      `a speculative access of ${pageName(machine, use)} may still use`,
    ),
  );
  return [...walks, ...still];
}

function impliedStep(
  machine: Machine,
  { pe, word }: Use,
  after: number,
  text: string,
  note?: string,
): ImpliedStep {
  return {
    after,
    step: {
      lane: machine.pes[pe]?.name ?? "",
      actor: "hardware",
      text: `${text} ${machine.wordName(word)}`,
      ...(note === undefined ? {} : { note }),
    },
  };
}

const pageName = (machine: Machine, { page }: Use): string => machine.scenario.virtual[page]?.name ?? "";

function usedByAccesses(machine: Machine, trace: readonly NarrativeState<MachineState>[]): readonly Use[] {
  return machine.pes.flatMap((pe) =>
    pe.slots.flatMap((slot) => {
      if (slot.access === null || slot.access.outcomes.length === 0) return [];
      return trace.flatMap(({ state }, transition): Use[] => {
        const before = trace[transition - 1];
        if (before === undefined || slotState(before.state, slot).entry !== 0) return [];
        const outcome = outcomeOf(state, slot);
        if (outcome === null || outcome.result.kind !== "descriptor" || slotState(state, slot).old === 0)
          return [];
        return [{ pe: pe.index, page: outcome.page, word: outcome.result.word, transition }];
      });
    }),
  );
}

/** A property names the entries it is about: facts `pe` and `page`, and words by name in any other fact. */
function usedByWitness(
  machine: Machine,
  trace: readonly NarrativeState<MachineState>[],
  witness: Witness | null,
): readonly Use[] {
  const last = trace.at(-1);
  if (witness === null || last === undefined) return [];
  const pe = machine.pes.find((p) => p.name === witness.facts["pe"]);
  const page = machine.scenario.virtual.findIndex((v) => v.name === witness.facts["page"]);
  if (pe === undefined || page < 0) return [];
  const named = new Set(Object.values(witness.facts).map(String));
  const words = new Set(
    machine.locations.ptes.flatMap((pte) => [...(machine.words.memory[pte.index] ?? [])]),
  );
  return [...words]
    .filter((word) => named.has(machine.wordName(word)) && isStale(machine, last.state, pe.index, page, word))
    .map((word) => ({ pe: pe.index, page, word, transition: trace.length - 1 }));
}

const isStale = (machine: Machine, state: MachineState, pe: number, page: number, word: bigint): boolean =>
  isUsable(machine, state, pe, page, word) && !isWalkable(machine, state, pe, page, word);

/** Whether a walk now, by the PE or one it shares entries with, would fetch the descriptor. */
function isWalkable(machine: Machine, state: MachineState, pe: number, page: number, word: bigint): boolean {
  return at(machine.pes, pe).cluster.some((walker) => {
    const pte = machine.pes[walker]?.walks[page] ?? null;
    return pte !== null && walkerView(state, walker, pte) === word;
  });
}

/**
 * The first transition after which the entry could be walked and then stayed usable until the use: not before the last
 * TLBI that removed it there, though the descriptor may have been in memory all along.
 */
function earliestWalk(
  machine: Machine,
  trace: readonly NarrativeState<MachineState>[],
  use: Use,
): number | null {
  const first = lastEffectiveTlbi(machine, trace, use);
  let earliest: number | null = null;
  for (let i = use.transition - 1; i >= first; i--) {
    const { state } = at(trace, i);
    if (!isUsable(machine, state, use.pe, use.page, use.word)) break;
    if (isWalkable(machine, state, use.pe, use.page, use.word)) earliest = i;
  }
  return earliest;
}

/** The transition that issued the last TLBI which was completed for the PE and page before the use, or 0. */
function lastEffectiveTlbi(
  machine: Machine,
  trace: readonly NarrativeState<MachineState>[],
  use: Use,
): number {
  const issues = machine.pes.flatMap((pe) =>
    pe.slots.flatMap((slot) => {
      const pair = slot.tlbi?.pairs.find(
        ({ pte, pe: target }) => target === use.pe && at(machine.locations.ptes, pte).page === use.page,
      );
      if (pair === undefined) return [];
      const before = trace.slice(0, use.transition);
      const completed = before.some(({ state }) => slotState(state, slot).completed >= pair.level);
      return completed ? [before.findIndex(({ state }) => slotState(state, slot).done === 1)] : [];
    }),
  );
  return Math.max(0, ...issues);
}
