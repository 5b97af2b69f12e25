import { claimOf, isClaimed, isLoadExclusive, reservationOf } from "../machine/exclusives.ts";
import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { isReserved } from "./atomicity.ts";
import { type Context, type MachineRule, programStep } from "./context.ts";
import { meets } from "./order.ts";
import { locationAt } from "./values.ts";

type State = Readonly<MachineState>;

const SUCCEEDS = 1;
const FAILS = 2;

/**
 * Whether a store-exclusive succeeds is decided ahead: its status is available at once and carries no dependency
 * (machine-semantics 2). It may always fail. A success that its reservation does not bear out abandons the path.
 */
export function statusRule(context: Context, slot: Slot): MachineRule {
  const { machine } = context;
  return {
    name: "store-exclusive decided",
    source: "machine-semantics 2",
    instances: [[SUCCEEDS], [FAILS]],
    when: (state, decision) => {
      const { fetched, compared } = slotState(state, slot);
      return fetched === 1 && compared === 0 && (decision === FAILS || maySucceed(context, state, slot));
    },
    then: (state, decision = FAILS) => {
      slotState(state, slot).compared = decision;
      const load = reservationOf(machine, state, slot);
      if (decision === FAILS && load !== null) slotState(state, load).broken = 0;
    },
    label: (_, decision) =>
      programStep(
        machine,
        slot,
        `${slot.instruction.kernel}: it will ${decision === SUCCEEDS ? "succeed" : "fail"}`,
      ),
  };
}

/** There is a reservation, nobody has taken it away yet, and nobody else is half done with the location. */
function maySucceed({ machine }: Context, state: State, slot: Slot): boolean {
  const load = reservationOf(machine, state, slot);
  if (load === null || slotState(state, load).broken === 1) return false;
  if (isElsewhere(machine, state, slot, load)) return false;
  const { read, forwarded } = slotState(state, load);
  return read === 0 || forwarded !== 0 || !isReservedPlace(machine, state, load);
}

/** Whether another atomic is half done with the location that an atomic goes to. */
export function isReservedPlace(machine: Machine, state: State, slot: Slot): boolean {
  if (slot.access?.atomic !== true) return false;
  const location = locationAt(machine, state, slot);
  return location !== null && isReserved(machine, state, location, slot);
}

const isElsewhere = (machine: Machine, state: State, slot: Slot, load: Slot): boolean => {
  const [here, there] = [slot.access?.locations, load.access?.locations];
  if (here === undefined || there === undefined || !meets(here, there)) return true;
  const location = locationAt(machine, state, slot);
  const reserved = locationAt(machine, state, load);
  return location !== null && reserved !== null && location !== reserved;
};

/**
 * A store-exclusive of which it is not decided whether it succeeds. It decides before it is translated: then what it means
 * for younger loads is known. Nothing is lost, for nothing holds the decision back.
 */
export const isUndecided = (state: State, slot: Slot): boolean =>
  slot.instruction.kind === "store-exclusive" && slotState(state, slot).compared === 0;

/** A store-exclusive that fails: it writes nothing, and is otherwise a store. */
export const willFail = (state: State, slot: Slot): boolean =>
  slot.instruction.kind === "store-exclusive" && slotState(state, slot).compared === FAILS;

/**
 * Whether an access that reads now may not: another atomic is half done with its location. A CAS may always read, for it
 * may turn out not to write (machine-semantics 2: it is checked at its compare).
 */
export function waitsForReservation(machine: Machine, state: State, slot: Slot): boolean {
  const { instruction } = slot;
  const isAtomic =
    (instruction.kind === "rmw" && instruction.operation !== "cas") ||
    (isLoadExclusive(instruction) && isClaimed(machine, state, slot));
  return isAtomic && isReservedPlace(machine, state, slot);
}

/** Whether a store-exclusive may propagate: its load-exclusive has read the location, and nobody wrote it since. */
export function hasReservation(machine: Machine, state: State, slot: Slot): boolean {
  if (slotState(state, slot).compared !== SUCCEEDS) return false;
  const load = reservationOf(machine, state, slot);
  if (load === null) return false;
  const { read, broken } = slotState(state, load);
  return read === 1 && broken === 0 && locationAt(machine, state, load) === locationAt(machine, state, slot);
}

/** Whether an exclusive access that goes to `location` belies the success of a store-exclusive elsewhere. */
export function separatesPair(machine: Machine, state: State, slot: Slot, location: number): boolean {
  if (slot.access === null || slot.access.exclusives.length === 0) return false;
  const partner = partnerOf(machine, state, slot);
  const other = partner === null ? null : locationAt(machine, state, partner);
  return other !== null && other !== location;
}

/** The other half of a pair whose store-exclusive is to succeed. */
function partnerOf(machine: Machine, state: State, slot: Slot): Slot | null {
  if (isLoadExclusive(slot.instruction))
    return isClaimed(machine, state, slot) ? claimOf(machine, state, slot) : null;
  return slotState(state, slot).compared === SUCCEEDS ? reservationOf(machine, state, slot) : null;
}
