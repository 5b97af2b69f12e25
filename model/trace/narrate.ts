import type { ImpliedStep, NarrativeState } from "../../checker/model.ts";
import type { Witness } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { stage2Entries } from "../machine/two-stages.ts";
import { isUsable, outcomeOf, slotState, walkerView } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import type { TlbiReach } from "../machine/slot.ts";

/** A descriptor that a PE holds although memory has moved on: by `transition` it must have been walked. */
interface Use {
  readonly pe: number;
  readonly page: number;
  readonly word: bigint;
  /** The transition that used it; for a property, the last one. */
  readonly transition: number;
  /** The states before it: of a property, the last one too. */
  readonly states: number;
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
  const walks = [...usedByAccesses(machine, trace), ...held].flatMap((use) =>
    originOf(machine, trace, use).filter(({ after, step }) => {
      const key = `${after} ${step.lane} ${step.text}`;
      return !shown.has(key) && shown.add(key);
    }),
  );
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

const anyTime = "a walker may walk any address its tables map, at any time";

/** Where an old entry is from: a walk; or an entry of stage 2 that a walk left, and from which it was made later. */
function originOf(
  machine: Machine,
  trace: readonly NarrativeState<MachineState>[],
  use: Use,
): readonly ImpliedStep[] {
  const { stage } = at(machine.pes, use.pe);
  const page = pageName(machine, use);
  const walk = (after: number | null, entry: string): readonly ImpliedStep[] => {
    if (after === null) return [];
    return [impliedStep(machine, use, after, `speculative walk of ${page}: caches`, anyTime, entry)];
  };
  const walked = earliestWalk(machine, trace, use, combined);
  if (walked !== null) return walk(walked, stage === 2 ? ` in a combined ${combined.name} entry` : "");
  const made = combination(machine, trace, use);
  if (made === null) return [];
  const from = { ...use, transition: made + 1, states: made + 1 };
  return [
    ...walk(earliestWalk(machine, trace, from, stage2), ` in a ${stage2.name} entry`),
    impliedStep(
      machine,
      use,
      made,
      `makes a combined ${combined.name} entry of ${page} of the stage-2 entry`,
      "what a TLBI of stage 1 removes can be made again, as long as an entry of stage 2 is left",
      " that it cached before",
    ),
  ];
}

function impliedStep(
  machine: Machine,
  { pe, word }: Use,
  after: number,
  text: string,
  note?: string,
  rest = "",
): ImpliedStep {
  return {
    after,
    step: {
      lane: machine.pes[pe]?.name ?? "",
      actor: "hardware",
      text: `${text} ${machine.wordName(word)}${rest}`,
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
        return [
          { pe: pe.index, page: outcome.page, word: outcome.result.word, transition, states: transition },
        ];
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
    .map((word) => ({ pe: pe.index, page, word, transition: trace.length - 1, states: trace.length }));
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

/** Entries of a kind: whether they can hold what they are asked about, and whether a TLBI removes them. */
interface Entries {
  readonly name: string;
  readonly canHold: (machine: Machine, state: MachineState, use: Use) => boolean;
  readonly removedBy: (tlbi: TlbiReach) => boolean;
}

/** Those that translations use; of a guest they combine both stages. */
const combined: Entries = {
  name: "(VA to PA)",
  canHold: (machine, state, { pe, page, word }) => isUsable(machine, state, pe, page, word),
  removedBy: ({ removes }) => removes.combined,
};

/** Of a guest: those of stage 2 alone. */
const stage2: Entries = {
  name: "stage-2 (IPA to PA)",
  canHold: (machine, state, use) =>
    isWalkable(machine, state, use.pe, use.page, use.word) || holdsAtStage2(machine, state, use),
  removedBy: ({ removes }) => removes.stage2,
};

function holdsAtStage2(machine: Machine, state: MachineState, { pe, page, word }: Use): boolean {
  return at(machine.pes, pe).stage2.some(
    (pte) =>
      at(machine.locations.ptes, pte).page === page &&
      stage2Entries(machine, state, pe, pte)?.has(word) === true,
  );
}

/**
 * The first transition after which the entry could be walked and then stayed until the use: not before the last TLBI
 * that removed it there, though the descriptor may have been in memory all along.
 */
function earliestWalk(
  machine: Machine,
  trace: readonly NarrativeState<MachineState>[],
  use: Use,
  entries: Entries,
): number | null {
  const first = lastEffectiveTlbi(machine, trace, use, entries).issue;
  let earliest: number | null = null;
  for (let i = use.transition - 1; i >= first; i--) {
    const { state } = at(trace, i);
    if (!entries.canHold(machine, state, use)) break;
    if (isWalkable(machine, state, use.pe, use.page, use.word)) earliest = i;
  }
  return earliest;
}

/**
 * The transition after which an entry of stage 2 was made into the one that was used: when the TLBI that removed the
 * latter was complete, or else, if there was no such entry any more, as late as there was.
 */
function combination(
  machine: Machine,
  trace: readonly NarrativeState<MachineState>[],
  use: Use,
): number | null {
  const { issue, completion } = lastEffectiveTlbi(machine, trace, use, combined);
  const isThere = (i: number): boolean => holdsAtStage2(machine, at(trace, i).state, use);
  for (let i = completion; i < use.states; i++) if (isThere(i)) return i;
  for (let i = completion - 1; i >= issue; i--) if (isThere(i)) return i;
  return null;
}

/** The transitions that issued and completed the last TLBI which was completed for the PE and page before the use, or 0. */
function lastEffectiveTlbi(
  machine: Machine,
  trace: readonly NarrativeState<MachineState>[],
  use: Use,
  { removedBy }: Entries,
): { readonly issue: number; readonly completion: number } {
  const none = { issue: 0, completion: 0 };
  const before = trace.slice(0, use.states);
  const tlbis = machine.pes.flatMap((pe) =>
    pe.slots.flatMap((slot) => {
      if (slot.tlbi === null || !removedBy(slot.tlbi)) return [];
      const pair = slot.tlbi.pairs.find(
        ({ pte, pe: target }) => target === use.pe && at(machine.locations.ptes, pte).page === use.page,
      );
      if (pair === undefined) return [];
      const completion = before.findIndex(({ state }) => slotState(state, slot).completed >= pair.level);
      const issue = before.findIndex(({ state }) => slotState(state, slot).done === 1);
      return completion < 0 ? [] : [{ issue, completion }];
    }),
  );
  return tlbis.reduce((last, tlbi) => (tlbi.issue > last.issue ? tlbi : last), none);
}
