import { at } from "../../checker/schema/access.ts";
import { hasFaulted, isFinished, outcomeOf, slotState } from "../machine/queries.ts";
import type { Machine } from "../machine/machine.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { stage2Entries } from "../machine/two-stages.ts";
import { isTranslated, locationAt } from "./values.ts";

type State = Readonly<MachineState>;

/*
 * What is still to happen to a location: by instructions on the path that are not finished, and by those that may still
 * be fetched. Everything errs on the side of "may".
 */

/** What instructions may still do. */
export class Remaining {
  readonly #machine: Machine;
  readonly #deciders = new Map<Slot, readonly Slot[]>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /**
   * Asks whether one of some locations may still be written, or accessed at all.
   *
   * @param but a PE whose accesses do not count
   */
  isTouched(
    but: number | null,
    kind: "write" | "access",
    locations: Iterable<number>,
  ): (state: State, location: number) => boolean {
    const accesses = new Map<number, readonly Slot[]>();
    for (const location of locations) accesses.set(location, this.#accesses(location, but, kind));
    return (state, location) =>
      this.#isUpdated(location) ||
      (accesses.get(location) ?? []).some((slot) => this.#mayTouch(state, slot, location));
  }

  #accesses(location: number, but: number | null, kind: "write" | "access"): readonly Slot[] {
    const slots = this.#machine.pes.flatMap((pe) => (pe.index === but ? [] : pe.slots));
    return slots.filter(
      ({ access }) =>
        access !== null && access.locations.has(location) && (kind === "access" || access.writes),
    );
  }

  /** Whether a walker may write a PTE, at any time. */
  #isUpdated(location: number): boolean {
    if (location >= this.#machine.locations.ptes.length) return false;
    return this.#machine.scenario.pes.some(({ ha, hd }) => ha === true || hd === true);
  }

  #mayTouch(state: State, slot: Slot, location: number): boolean {
    const { fetched } = slotState(state, slot);
    if (fetched === 0) return this.#mayBeFetched(state, slot);
    if (hasFaulted(state, slot)) return false;
    if (isTranslated(this.#machine, state, slot) && locationAt(this.#machine, state, slot) !== location)
      return false;
    return !isFinished(state, slot);
  }

  /** Whether an instruction that is not on the path may still come onto it. */
  #mayBeFetched(state: State, slot: Slot): boolean {
    return this.#decidersOf(slot).some((decider) => isOpen(state, decider));
  }

  /** The earlier instructions at which the path may turn. */
  #decidersOf(slot: Slot): readonly Slot[] {
    const known = this.#deciders.get(slot);
    if (known !== undefined) return known;
    const found = at(this.#machine.pes, slot.pe).slots.filter(
      (older) => older.index < slot.index && turns(older),
    );
    this.#deciders.set(slot, found);
    return found;
  }
}

/** Whether what follows an instruction depends on how it goes. */
const turns = ({ instruction, onFault, returns }: Slot): boolean =>
  instruction.kind === "branch" || returns !== null || onFault?.kind === "goes on";

/** Whether an instruction is still to say what follows it. */
function isOpen(state: State, slot: Slot): boolean {
  const { fetched, direction, done, exception } = slotState(state, slot);
  if (fetched === 0) return false;
  if (slot.instruction.kind === "branch") return direction === 0;
  if (slot.access === null) return done === 0;
  return outcomeOf(state, slot) === null || (hasFaulted(state, slot) && exception === 0);
}

/** Whether the PE's entries for a page can be nothing but what memory holds. */
export function hasOnlyCurrent(machine: Machine, state: State, pe: number, page: number): boolean {
  const { holds } = at(machine.pes, pe);
  const { cached } = at(state.pes, pe);
  return holds.every(
    (pte) =>
      at(machine.locations.ptes, pte).page !== page ||
      (isEmpty(at(cached, pte)) && isEmpty(stage2Entries(machine, state, pe, pte) ?? [])),
  );
}

function isEmpty(set: Iterable<unknown>): boolean {
  for (const _ of set) return false;
  return true;
}
