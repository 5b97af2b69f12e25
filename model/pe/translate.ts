import { at } from "../../checker/schema/access.ts";
import {
  bbmFeature,
  isEverWritten,
  isUsable,
  slotState,
  someUsable,
  walkerView,
} from "../machine/queries.ts";
import { isFault, isUncacheableFault, needsCurrent } from "../machine/outcome.ts";
import type { Access, Outcome, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { conflictOutcomes, type ConflictOutcome } from "../mmu/break-before-make.ts";
import { type Context, type MachineRule, hardwareStep } from "./context.ts";
import { isReserved } from "./atomicity.ts";
import { type Destination, guessedWrongly } from "./destination.ts";
import { latchFault } from "./faults.ts";
import { isUndecided } from "./store-exclusives.ts";
import { addressAt } from "./values.ts";

type State = Readonly<MachineState>;

/**
 * Micro-step T (machine-semantics 3): a walk, or a hit on an entry of an earlier one. Nothing orders it after earlier
 * accesses but context synchronisation and, with FEAT_ETS2, DSBs. One instance per thing it can give.
 */
export function translateRule(context: Context, slot: Slot, access: Access): MachineRule {
  const { machine } = context;
  const discarded = slot.instruction.kind === "speculate";
  const ways: Ways = {
    fromMemory: new Set(access.outcomes.filter((outcome) => needsCurrent(machine, outcome))),
    waits: at(machine.pes, slot.pe).architecture === "x86" ? isFault : waitsForEarlier(machine),
  };
  const passesBarriers = machine.has("walks-pass-barriers");
  const certain = isCertain(machine, slot, access);
  const instances = access.outcomes.flatMap((outcome, k) => (discarded && isFault(outcome) ? [] : [[k]]));
  return {
    name: "translate",
    source: "machine-semantics 3",
    ...(certain ? { eager: true as const } : {}),
    instances,
    when: (state, k) => {
      const { fetched, entry } = slotState(state, slot);
      return (
        fetched === 1 &&
        entry === 0 &&
        !isUndecided(state, slot) &&
        (passesBarriers || context.guards.ordered(state, slot, slot.order.beforeRead)) &&
        mayTranslate(context, state, slot, access, at(access.outcomes, k ?? 0), ways)
      );
    },
    then: (state, k = 0) => translate(context, state, slot, access, k),
    label: (state, k = 0) => {
      const outcome = at(access.outcomes, k);
      const text = `${slot.instruction.kernel}: ${translationText(context, state, slot, outcome)}`;
      const step = hardwareStep(machine, slot, text);
      return certain ? { ...step, shown: "in full" } : step;
    },
  };
}

/**
 * Whether an access can be translated in one way only, and that is no fault: by a descriptor that nobody can write. Taking
 * that step early only enables (machine-semantics 13).
 */
export function isCertain(machine: Context["machine"], slot: Slot, { outcomes }: Access): boolean {
  const [only, ...others] = outcomes;
  return only !== undefined && others.length === 0 && !isFault(only) && isSettled(machine, slot, only);
}

/** How the outcomes of a translation come about. */
interface Ways {
  /** Those that take the descriptor from memory as it is now. */
  readonly fromMemory: ReadonlySet<Outcome>;
  /** Whether one waits for every earlier access. */
  readonly waits: (outcome: Outcome) => boolean;
}

/** Whether no write, not even of the value that is there, makes an entry older than a TLBI. */
const isSettled = (machine: Context["machine"], { pe }: Slot, { page }: Outcome): boolean =>
  at(machine.pes, pe).holds.every(
    (pte) => at(machine.locations.ptes, pte).page !== page || !isEverWritten(machine, pte),
  );

function mayTranslate(
  context: Context,
  state: State,
  slot: Slot,
  access: Access,
  outcome: Outcome,
  { fromMemory, waits }: Ways,
): boolean {
  const { machine, guards } = context;
  if (access.addresses.length > 1 || slot.operands.size > 0) {
    if (addressAt(machine, state, slot) !== outcome.address) return false;
  }
  if (!guards.mayWalk(state, slot)) return false;
  if (!isAvailable(context, state, slot, outcome, fromMemory.has(outcome))) return false;
  return !waits(outcome) || earlierAccessesDone(context, state, slot);
}

function isAvailable(
  { machine }: Context,
  state: State,
  slot: Slot,
  outcome: Outcome,
  fromMemory: boolean,
): boolean {
  const { result, page } = outcome;
  if (result.kind === "forbidden") return true;
  if (result.kind !== "descriptor") {
    return conflictPossible(
      machine,
      state,
      slot.pe,
      page,
      result.kind === "amalgamation" ? "amalgamation" : "abort",
    );
  }
  if (!fromMemory) return isUsable(machine, state, slot.pe, page, result.word);
  const own = at(machine.pes, slot.pe).walks[page] ?? null;
  if (own !== null && walkerView(state, slot.pe, own) !== result.word) return false;
  if (result.update === null || own === null || slot.access?.updatesAtomically !== true) return true;
  return !isReserved(machine, state, own, slot);
}

/** Whether two usable entries conflict in a way that lets a lookup misbehave so. */
function conflictPossible(
  machine: Context["machine"],
  state: State,
  pe: number,
  page: number,
  outcome: ConflictOutcome,
): boolean {
  if (!machine.scenario.features.amalgamation) return false;
  const feature = bbmFeature(machine);
  const { stage } = at(machine.pes, pe);
  return someUsable(machine, state, pe, page, (one) =>
    someUsable(machine, state, pe, page, (other) =>
      conflictOutcomes(one, other, feature, stage).includes(outcome),
    ),
  );
}

/**
 * FEAT_ETS2: a walk that ends in a translation or access-flag fault does; FEAT_ETS3: one that ends in any fault.
 * On x86 exceptions are precise and taken with an empty store buffer (SDM vol. 3, 6.6 and 12.10), so that any faulting walk
 * does.
 */
function waitsForEarlier({ scenario, has }: Context["machine"]): (outcome: Outcome) => boolean {
  const { ets2, ets3 } = scenario.features;
  const uncacheable = (ets2 || ets3) && has("ets2-faults-wait");
  const others = ets3 && has("ets3-faults-wait");
  return (outcome) => isFault(outcome) && (isUncacheableFault(outcome) ? uncacheable : others);
}

/** Whether everything earlier is done. */
function earlierAccessesDone({ machine, guards }: Context, state: State, slot: Slot): boolean {
  const pe = at(machine.pes, slot.pe);
  for (let index = 0; index < slot.index; index++) {
    const older = at(pe.slots, index);
    if (slotState(state, older).fetched === 0 || older.instruction.kind === "speculate") continue;
    if (guards.needsRead(state, older) || guards.needsWrite(state, older)) return false;
  }
  return true;
}

function translate(context: Context, state: MachineState, slot: Slot, access: Access, k: number): void {
  const { machine, effects } = context;
  const outcome = at(access.outcomes, k);
  const own = slotState(state, slot);
  const current = isCurrent(context, state, slot, outcome);
  own.entry = k + 1;
  own.old = current ? 0 : 1;
  if (!current) effects.noteOldEntry(state, slot);
  if (isFault(outcome)) latchFault(context, state, slot);
  else if (guessedWrongly(machine, state, slot, destinationOf(outcome))) state.abandoned = 1;
  // One that fails has nothing else to do.
  if (slot.instruction.kind === "store-exclusive") effects.finish(state, slot);
}

const destinationOf = ({ result, offset }: Outcome): Destination => ({
  location: "location" in result ? result.location : -1,
  offset,
});

/** Whether the entry is what memory holds now: a TLBI issued from now on does not remove it. */
function isCurrent({ machine }: Context, state: State, slot: Slot, { result, page }: Outcome): boolean {
  if (result.kind !== "descriptor") return false;
  const pe = at(machine.pes, slot.pe);
  if (result.word === 0n && pe.walks[page] === null) return true;
  return pe.cluster.some((walker) => {
    const pte = at(machine.pes, walker).walks[page] ?? null;
    return pte !== null && walkerView(state, walker, pte) === result.word;
  });
}

/** `walks x: V(A)`, or what else the translation gives. */
export function translationText(context: Context, state: State, slot: Slot, outcome: Outcome): string {
  const { machine } = context;
  const page = machine.scenario.virtual[outcome.page]?.name ?? "";
  const { result } = outcome;
  switch (result.kind) {
    case "amalgamation":
      return `conflicting TLB entries for ${page} amalgamate: address X`;
    case "conflict-abort":
      return `conflicting TLB entries for ${page}: TLB conflict abort`;
    case "forbidden":
      return `${page}'s PTE is out of reach at EL0, permission fault latched`;
    case "descriptor": {
      const entry = machine.wordName(result.word);
      const where = isCurrent(context, state, slot, outcome)
        ? `walks ${page}: ${entry}`
        : `hits old TLB entry ${entry} of ${page}`;
      if (result.mustFail === true) return `${where}, which does for a compare that fails`;
      return result.fault === null ? where : `${where}, ${result.fault} fault latched`;
    }
  }
}
