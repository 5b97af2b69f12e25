import { at } from "../../checker/schema/access.ts";
import type { FiniteSet } from "../../checker/schema/finite-set.ts";
import { hasFaulted, isFinished, outcomeOf, slotState } from "../machine/queries.ts";
import { stage2Entries } from "../machine/two-stages.ts";
import type { CompletionLevel, Slot, TlbiReach } from "../machine/slot.ts";
import { undrainedOf, type MachineState } from "../machine/state.ts";
import type { Context } from "../pe/context.ts";
import { addressAt } from "../pe/values.ts";

type State = Readonly<MachineState>;

const reached = (slot: Slot, level: CompletionLevel): CompletionLevel => {
  const full = slot.tlbi?.full ?? 1;
  return level < full ? level : full;
};

/** Whether a DSB of this level has nothing left to do for the TLBI. */
export const isCompleteAt = (state: State, slot: Slot, level: CompletionLevel): boolean =>
  slotState(state, slot).completed >= reached(slot, level);

/**
 * Whether a DSB of this level may complete an issued TLBI: it has arrived where it must, and the accesses that used the
 * entries it removes are done (machine-semantics 7, a and b).
 */
export function nothingToWaitFor(
  context: Context,
  state: State,
  slot: Slot,
  level: CompletionLevel,
): boolean {
  const { tlbi } = slot;
  if (tlbi === null) return true;
  const own = slotState(state, slot);
  const upTo = reached(slot, level);
  const explicit = context.machine.scenario.features.walks === "explicit";
  if (
    explicit &&
    tlbi.targets.some((t, i) => t.level <= upTo && t.level > own.completed && at(own.arrived, i) === 0)
  ) {
    return false;
  }
  return tlbi.drains.every((drain, i) => {
    if (at(own.drains, i) !== 2 || levelAt(slot, drain.pe) > upTo) return true;
    return isDrained(context, state, tlbi, at(at(context.machine.pes, drain.pe).slots, drain.slot));
  });
}

const levelAt = (slot: Slot, pe: number): CompletionLevel =>
  slot.tlbi?.inScope.find((member) => member.pe === pe)?.level ?? 3;

/**
 * The access is finished, and, unless it faulted, so are the translations of older accesses of its PE at the same page
 * offset: one of them might turn out to be to the same place and must not use a newer entry before an older one.
 */
function isDrained({ machine }: Context, state: State, { waitsFor }: TlbiReach, access: Slot): boolean {
  const faulted = hasFaulted(state, access);
  const isWaitedFor = faulted ? waitsFor.faults : waitsFor.accesses;
  if (isWaitedFor && !isFinished(state, access)) return false;
  if (faulted) return true;
  return olderUntranslated(machine, state, access).every(
    (older) => waitsFor.unknownMayPass && addressAt(machine, state, older) === null,
  );
}

/** Older accesses of the PE that are not translated yet and may be at the page offset of this one. */
function olderUntranslated(machine: Context["machine"], state: State, access: Slot): readonly Slot[] {
  const offset = outcomeOf(state, access)?.offset;
  const pe = at(machine.pes, access.pe);
  return (access.access?.olderTranslated ?? [])
    .map((index) => at(pe.slots, index))
    .filter((older) => slotState(state, older).fetched === 1 && slotState(state, older).entry === 0)
    .filter((older) => {
      const address = addressAt(machine, state, older);
      return older.access?.addresses.some(
        (t) => t.kind === "virtual" && t.offset === offset && (address === null || t.address === address),
      );
    });
}

/** Completes an issued TLBI up to a level: the sets of its targets lose what was cached before its issue. */
export function completeTlbi(
  context: Context,
  state: MachineState,
  slot: Slot,
  level: CompletionLevel,
): void {
  const { tlbi } = slot;
  if (tlbi === null) return;
  const own = slotState(state, slot);
  const upTo = reached(slot, level);
  const covered = context.effects.covered(state, slot);
  const explicit = context.machine.scenario.features.walks === "explicit";
  tlbi.pairs.forEach((pair, index) => {
    if (pair.level > upTo || pair.level <= own.completed) return;
    const since = at(own.since, index);
    if (covered.includes(pair.pte) && !explicit) {
      const { cached } = at(state.pes, pair.pe);
      const stage2 = stage2Entries(context.machine, state, pair.pe, pair.pte);
      if (tlbi.removes.combined) keepOnly(at(cached, pair.pte), since);
      if (tlbi.removes.stage2 && stage2 !== null) keepOnly(stage2, since);
    }
    since.clear();
  });
  tlbi.targets.forEach((target, index) => {
    if (target.level <= upTo) own.arrived[index] = 0;
  });
  tlbi.drains.forEach((drain, index) => {
    if (levelAt(slot, drain.pe) <= upTo) leave(context, state, slot, index);
  });
  own.completed = upTo;
}

function keepOnly(entries: FiniteSet<bigint>, since: FiniteSet<bigint>): void {
  for (const word of Array.from(entries)) if (!since.has(word)) entries.delete(word);
}

/** The DSB no longer watches an access; what it did not wait for stays on the erratum's account. */
function leave({ machine }: Context, state: MachineState, tlbi: Slot, index: number): void {
  const own = slotState(state, tlbi);
  const drain = tlbi.tlbi?.drains[index];
  if (drain === undefined || at(own.drains, index) === 0) return;
  const access = at(at(machine.pes, drain.pe).slots, drain.slot);
  if (at(own.drains, index) === 1 && !isFinished(state, access)) {
    const issuer = at(machine.pes, tlbi.pe);
    const position = undrainedOf(machine, issuer).findIndex(
      (d) => d.pe === drain.pe && d.slot === drain.slot,
    );
    if (position >= 0) at(state.pes, tlbi.pe).undrained[position] = 1;
  } else if (!hasFaulted(state, access) && olderUntranslated(machine, state, access).length > 0) {
    slotState(state, access).mustNotAlias = 1;
  }
  own.drains[index] = 0;
}
