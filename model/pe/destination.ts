import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { Access, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { seeAlike, shareCacheability } from "../memory/line-access.ts";
import { type Context, type MachineRule, hardwareStep, slotRule } from "./context.ts";
import { isUndecided, separatesPair, willFail } from "./store-exclusives.ts";
import { isOpenCas } from "./stored-value.ts";
import { locationAt } from "./values.ts";

type State = Readonly<MachineState>;

/** Where an access turns out to go. */
export interface Destination {
  readonly location: number;
  /** In its virtual page; null for a PTE, which is not translated. */
  readonly offset: number | null;
}

/**
 * Younger loads went ahead on guesses about where this access goes: that it is elsewhere (coWR, coRR), that it is here
 * (forwarding), that it is not at an offset (7b). Whether one of them was wrong (machine-semantics 2, 3, 5). Nothing is
 * guessed about a discarded load: it is in no order with others.
 */
export function guessedWrongly(machine: Machine, state: State, slot: Slot, found: Destination): boolean {
  const { access } = slot;
  if (access === null || slot.instruction.kind === "speculate") return false;
  if (separatesPair(machine, state, slot, found.location)) return true;
  const { slots } = at(machine.pes, slot.pe);
  for (let index = slot.index + 1; index < slots.length; index++)
    if (isContradicted(machine, state, { slot, access, younger: at(slots, index) }, found)) return true;
  return false;
}

/** An access whose place is found, and one behind it. */
interface Pair {
  readonly slot: Slot;
  readonly access: Access;
  readonly younger: Slot;
}

/** Whether the younger access went ahead on a guess that where the older one goes shows to be wrong. */
function isContradicted(
  machine: Machine,
  state: State,
  { slot, access, younger }: Pair,
  { location, offset }: Destination,
): boolean {
  if (younger.access === null) return false;
  const own = slotState(state, younger);
  if (own.mustNotAlias === 1 && offsetOf(younger, own.entry) === offset) return true;
  if (own.read === 0 && own.sent === 0) return false;
  if (access.maintains)
    return (
      locationAt(machine, state, younger) === location &&
      own.forwarded < slot.index + 1 &&
      shareCacheability(machine, state, slot, younger)
    );
  const writes = access.writes && !willFail(state, slot);
  if (locationAt(machine, state, younger) !== location) return writes && own.forwarded === slot.index + 1;
  if (access.reads && own.overwritten === 1 && seeAlike(machine, state, slot, younger, location)) return true;
  // A compare-and-swap may turn out not to write: what passed it is judged when that is known.
  const overwrites = writes && !(isOpenCas(state, slot) && machine.has("reads-pass-undecided-cas"));
  return overwrites && !younger.access.passesStores && own.forwarded < slot.index + 1;
}

const offsetOf = ({ access }: Slot, entry: number): number => access?.outcomes[entry - 1]?.offset ?? -1;

/**
 * The address of an access to a PTE is known: it has no walk, but from here on it is settled where it goes, and what
 * younger loads guessed about it is confirmed or abandoned. Eager: nothing orders the generation of an address
 * (machine-semantics 1 and 13).
 */
export function addressRule({ machine }: Context, slot: Slot): MachineRule {
  const destination = (state: State): number | null =>
    slotState(state, slot).entry === 0 ? locationAt(machine, state, slot) : null;
  return slotRule({
    name: "address known",
    eager: true,
    source: "machine-semantics 1 and 3",
    when: (state) => {
      const { fetched, resolved } = slotState(state, slot);
      if (fetched === 0 || resolved === 1 || isUndecided(state, slot)) return false;
      return destination(state) !== null;
    },
    then: (state) => {
      const location = destination(state) ?? -1;
      slotState(state, slot).resolved = 1;
      if (guessedWrongly(machine, state, slot, { location, offset: null })) state.abandoned = 1;
    },
    label: () => ({
      ...hardwareStep(machine, slot, `${slot.instruction.kernel}: its address is known`),
      shown: "in full",
    }),
  });
}
