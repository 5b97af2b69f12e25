import { at } from "../../checker/schema/access.ts";
import { mayDiverge } from "../memory/holders.ts";
import { isCached } from "../memory/line-access.ts";
import { mayForward, registerOf } from "../interconnect/requests.ts";
import { sendReadRule } from "../interconnect/sending.ts";
import { isFetched, needsUpdate, outcomeOf, slotState } from "../machine/queries.ts";
import type { Access, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { bitsOf, sized } from "../program/access-size.ts";
import type { Rmw } from "../program/instruction.ts";
import { type Context, type MachineRule, programStep, slotRule } from "./context.ts";
import { type Offers, offers } from "./forwarding.ts";
import { isCas, isOpenCas } from "./stored-value.ts";
import { hasPassed } from "./passed-cas.ts";
import { isReservedPlace, waitsForReservation } from "./store-exclusives.ts";
import { addressAt, isTranslated, locationAt, valueAt } from "./values.ts";

type State = Readonly<MachineState>;

/** Where a load may take its value from now. */
type Source =
  | { readonly kind: "memory" }
  | { readonly kind: "stale copy"; readonly value: bigint }
  | { readonly kind: "store"; readonly slot: Slot; readonly value: bigint };

const MEMORY: Source = { kind: "memory" };
const PAST_STORES = -1;
const PAST_OPEN_CAS = -2;

/**
 * Micro-step R (machine-semantics 5): from memory, or forwarded from an own earlier store that nobody else sees yet.
 * Instance 0 takes what the translated older stores give; instance 1 + i guesses that the untranslated older store
 * `sources[i]` is to the same location, which that store's translation confirms or abandons. Instance -2 guesses that
 * compare-and-swaps which have read, but whose comparison is open, fail: then they write nothing. Instance -1, in a
 * machine without coWR, looks at no store.
 *
 * What it takes from a cache line is what `Lines` says; a second parameter, which only loads of lines have, is 0, or 1 + the
 * index of the word of which it takes a stale copy.
 */
export function readRules(context: Context, slot: Slot, access: Access): readonly MachineRule[] {
  const { machine, guards, effects } = context;
  const offered = offers(machine, slot);
  const waitsForUpdate = access.updates && !machine.has("access-passes-its-update");
  const mayRead = (state: State): boolean => {
    const own = slotState(state, slot);
    if (own.fetched === 0 || own.read === 1 || locationAt(machine, state, slot) === null) return false;
    if (waitsForUpdate && needsUpdate(state, slot)) return false;
    if (slot.instruction.kind === "speculate") return true;
    return guards.mayRead(state, slot);
  };
  const copies = staleCopies(context, access);
  const sourceOf = (state: State, choice: number, copy: number): Source | null => {
    const location = locationAt(machine, state, slot);
    const found = sourceAt(context, state, slot, { access, offered, choice, location });
    const source =
      found?.kind === "memory" && copy > 0 ? staleCopy(context, state, slot, at(copies, copy - 1)) : found;
    return source !== null && allows(context, state, slot, source) ? source : null;
  };
  const read: MachineRule = {
    name: "read",
    source: "machine-semantics 5",
    instances: withCopies(copies.length, [
      [0],
      ...(at(machine.pes, slot.pe).architecture === "x86" ? [] : guessedSources(context, slot, access)),
      ...(access.passesStores ? [[PAST_STORES]] : []),
    ]),
    when: (state, choice = 0, copy = 0) => {
      if (!mayRead(state)) return false;
      const source = sourceOf(state, choice, copy);
      return source !== null && !isSentInstead(machine, state, slot, source);
    },
    then: (state, choice = 0, copy = 0) => {
      const source = sourceOf(state, choice, copy);
      const location = locationAt(machine, state, slot);
      const own = slotState(state, slot);
      own.value = valueOf(context, state, slot, source, location);
      own.read = 1;
      if (source?.kind === "store") own.forwarded = source.slot.index + 1;
      else effects.read(state, slot, location ?? 0, wordOf(context, state, slot, source, location));
      effects.finish(state, slot);
    },
    label: (state, choice = 0, copy = 0) =>
      programStep(
        machine,
        slot,
        textOf(context, state, slot, sourceOf(state, choice, copy), locationAt(machine, state, slot)),
      ),
  };
  const { instruction } = slot;
  const reads = [read, ...sendReadRule(context, slot, access, mayRead)];
  return instruction.kind === "rmw" && instruction.operation === "cas"
    ? [...reads, compareRule(context, slot, instruction)]
    : reads;
}

/**
 * Whether a load takes its value from a device: not where it is forwarded from a write that has not left. A discarded load
 * does not either: what hardware reads of a register for no program is a rule of its own, and leaves nothing here.
 */
const isSentInstead = (machine: Context["machine"], state: State, slot: Slot, source: Source): boolean =>
  slot.instruction.kind !== "speculate" &&
  registerOf(machine, state, slot) !== null &&
  !(source.kind === "store" && mayForward(state, source.slot, slot));

/** The instances that guess something of older stores: on x86 all of it is settled when a load reads. */
const guessedSources = (context: Context, slot: Slot, access: Access): readonly (readonly number[])[] => [
  ...access.sources.flatMap((s, i) => (canBeUntranslated(context, slot, s) ? [[i + 1]] : [])),
  ...(mayPassCas(context, slot, access) ? [[PAST_OPEN_CAS]] : []),
];

/** A read: which of its sources a load takes (see `readRules`), and the location it turns out to be to. */
interface Read {
  readonly access: Access;
  readonly offered: Offers;
  readonly choice: number;
  readonly location: number | null;
}

function sourceAt(context: Context, state: State, slot: Slot, read: Read): Source | null {
  switch (read.choice) {
    case PAST_STORES:
      return MEMORY;
    case PAST_OPEN_CAS:
      return sourcePastCas(context, state, slot, read);
    case 0:
      return settledSource(context, state, slot, read);
    default:
      return guessedSource(context, state, slot, { ...read, choice: read.choice - 1 });
  }
}

/** `LDR W4,[X3] = 0, forwarded from its own store`. */
export function readText(context: Context, state: State, slot: Slot, read: Read): string {
  return textOf(context, state, slot, sourceAt(context, state, slot, read), read.location);
}

function textOf(
  context: Context,
  state: State,
  slot: Slot,
  source: Source | null,
  location: number | null,
): string {
  const value = valueOf(context, state, slot, source, location);
  const from = whereFrom(context, state, source, location, value);
  return `${slot.instruction.kernel} = ${context.machine.valueName(location, value)}${from}`;
}

function whereFrom(
  { machine, effects }: Context,
  state: State,
  source: Source | null,
  location: number | null,
  value: bigint,
): string {
  if (source?.kind === "store") return ", forwarded from its own store";
  if (source?.kind === "stale copy") return ", a stale copy in the cache";
  const line = effects.lines.lineAt(location ?? -1);
  const dirty = line === null ? null : at(state.lines, line).dirty;
  if (dirty === null || dirty === value) return "";
  return `, from memory: a cache has dirty ${machine.valueName(location, dirty)}`;
}

/** What the load gets from a source: of a word, the part that its register has room for. */
const valueOf = (
  context: Context,
  state: State,
  slot: Slot,
  source: Source | null,
  location: number | null,
): bigint => sized(wordOf(context, state, slot, source, location), bitsOf(slot.instruction));

function wordOf(
  { effects }: Context,
  state: State,
  slot: Slot,
  source: Source | null,
  location: number | null,
): bigint {
  if (source !== null && source.kind !== "memory") return source.value;
  const line = effects.lines.lineAt(location ?? 0);
  if (line === null) return at(state.memory, location ?? 0);
  return effects.lines.current(state, line, effects.lineAccess(state, slot));
}

/** The words of which a load may find stale copies in caches. */
function staleCopies({ machine }: Context, access: Access): readonly bigint[] {
  const locations = access.outcomes.flatMap(({ result }) =>
    result.kind === "descriptor" && machine.lines.includes(result.location) && isCached(result.type)
      ? [result.location]
      : [],
  );
  const stale = [...new Set(locations)].filter((location) => mayDiverge(machine, location));
  return [...new Set(stale.flatMap((location) => [...(machine.words.memory[location] ?? [])]))];
}

/** A stale copy takes the place of memory, not of an own store. */
const withCopies = (
  copies: number,
  instances: readonly (readonly number[])[],
): readonly (readonly number[])[] =>
  copies === 0
    ? instances
    : instances.flatMap(([choice = 0]) =>
        choice > 0 ? [[choice, 0]] : Array.from({ length: copies + 1 }, (_, copy) => [choice, copy]),
      );

function staleCopy({ machine, effects }: Context, state: State, slot: Slot, value: bigint): Source | null {
  const line = effects.lines.lineAt(locationAt(machine, state, slot) ?? -1);
  if (line === null) return null;
  return effects.lines.isStaleCopy(state, line, effects.lineAccess(state, slot), value)
    ? { kind: "stale copy", value }
    : null;
}

const canBeUntranslated = ({ machine }: Context, slot: Slot, source: number): boolean =>
  machine.has("forwarding") &&
  machine.has("forwarding-before-translation") &&
  (at(at(machine.pes, slot.pe).slots, source).access?.outcomes.length ?? 0) > 0;

/** Older stores youngest first: an untranslated one is guessed to be elsewhere. Null: blocked. */
function settledSource(
  { machine }: Context,
  state: State,
  slot: Slot,
  { access, offered, location }: Read,
): Source | null {
  for (const index of access.sources) {
    const store = at(at(machine.pes, slot.pe).slots, index);
    const own = slotState(state, store);
    if (own.fetched === 0 || own.compared === 2 || locationAt(machine, state, store) !== location) continue;
    if (own.written === 2) return MEMORY;
    const value = offered(state, store);
    return value === null ? null : { kind: "store", slot: store, value };
  }
  return MEMORY;
}

const mayPassCas = ({ machine }: Context, slot: Slot, { sources }: Access): boolean =>
  machine.has("reads-pass-undecided-cas") &&
  sources.some((source) => isCas(at(at(machine.pes, slot.pe).slots, source)));

/**
 * As `settledSource`, but compare-and-swaps of the location whose comparison is open are passed. One that has not read
 * is not: whatever holds its read back holds back this one too. Null also where there is none to pass.
 */
function sourcePastCas(context: Context, state: State, slot: Slot, read: Read): Source | null {
  const { machine } = context;
  const { slots } = at(machine.pes, slot.pe);
  const isPassed = (index: number): boolean => {
    const store = at(slots, index);
    return (
      isOpenCas(state, store) &&
      slotState(state, store).read === 1 &&
      locationAt(machine, state, store) === read.location
    );
  };
  const sources = read.access.sources.filter((index) => !isPassed(index));
  if (sources.length === read.access.sources.length) return null;
  return settledSource(context, state, slot, { ...read, access: { ...read.access, sources } });
}

function guessedSource(
  { machine }: Context,
  state: State,
  slot: Slot,
  { access, offered, choice, location }: Read,
): Source | null {
  const pe = at(machine.pes, slot.pe);
  for (const [i, index] of access.sources.entries()) {
    const store = at(pe.slots, index);
    if (!isFetched(state, store)) continue;
    if (i < choice) {
      // One that turned out not to write is in nobody's way.
      if (slotState(state, store).compared === 2) continue;
      if (locationAt(machine, state, store) === location) return null;
      continue;
    }
    if (isTranslated(machine, state, store)) return null;
    const address = addressAt(machine, state, store);
    const value = offered(state, store);
    const meets = store.access?.outcomes.some(
      (o) => o.address === address && "location" in o.result && o.result.location === location,
    );
    return value === null || meets !== true ? null : { kind: "store", slot: store, value };
  }
  return null;
}

/** An await takes only its value; an atomic starts only where no other one is half done (machine-semantics 2, 3). */
function allows(context: Context, state: State, slot: Slot, source: Source): boolean {
  const { instruction } = slot;
  const { machine } = context;
  if (instruction.kind === "await") {
    return valueOf(context, state, slot, source, locationAt(machine, state, slot)) === instruction.equals;
  }
  return source.kind === "store" || !waitsForReservation(machine, state, slot);
}

/** It did without the hardware update that its write would have needed. */
function mustFail(state: State, slot: Slot): boolean {
  const result = outcomeOf(state, slot)?.result;
  return result?.kind === "descriptor" && result.mustFail === true;
}

/** The compare of a CAS: deterministic once both values are known, so eager. */
function compareRule({ machine, effects }: Context, slot: Slot, { compare, bits }: Rmw): MachineRule {
  const expected = (state: State): bigint | null => {
    const value = compare === undefined ? null : valueAt(machine, state, slot, compare);
    return value === null ? null : sized(value, bits);
  };
  const takers = at(machine.pes, slot.pe).slots.filter(
    ({ access }) => access?.sources.includes(slot.index) === true,
  );
  return slotRule({
    name: "compare",
    eager: true,
    when: (state) => {
      const { read, compared } = slotState(state, slot);
      return read === 1 && compared === 0 && expected(state) !== null;
    },
    then: (state) => {
      const own = slotState(state, slot);
      const equal = own.value === expected(state);
      own.compared = equal ? 1 : 2;
      // Another PE wrote between the read and now: a CAS that succeeds is not atomic, and never happened.
      if (equal && (own.broken === 1 || mustFail(state, slot))) state.abandoned = 1;
      // Nor does one that succeeds while another atomic is half done with the location: one of the two would break.
      if (equal && own.forwarded === 0 && isReservedPlace(machine, state, slot)) state.abandoned = 1;
      // A younger load was forwarded what the CAS does not write after all, or has passed what it does write.
      const wasWrong = (load: Slot): boolean =>
        equal ? hasPassed(machine, state, slot, load) : slotState(state, load).forwarded === slot.index + 1;
      if (takers.some(wasWrong)) state.abandoned = 1;
      own.broken = 0;
      effects.finish(state, slot);
    },
    label: (state) =>
      programStep(
        machine,
        slot,
        `${slot.instruction.kernel}: ${slotState(state, slot).value === expected(state) ? "equal" : "different"}`,
      ),
  });
}
