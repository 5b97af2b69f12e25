import { at } from "../../checker/schema/access.ts";
import { isFetched, outcomeOf, slotState } from "../machine/queries.ts";
import type { Access, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { newValue } from "../machine/words.ts";
import type { Rmw } from "../program/instruction.ts";
import { isReserved } from "./atomicity.ts";
import { type Context, type MachineRule, programStep, slotRule } from "./context.ts";
import { addressAt, isTranslated, locationAt, valueAt } from "./values.ts";

type State = Readonly<MachineState>;

/** Where a load may take its value from now. */
type Source =
  { readonly kind: "memory" } | { readonly kind: "store"; readonly slot: Slot; readonly value: bigint };

/**
 * Micro-step R (machine-semantics 5): from memory, or forwarded from an own earlier store that nobody else sees yet.
 * Instance 0 takes what the translated older stores give; instance 1 + i guesses that the untranslated older store
 * `sources[i]` is to the same location, which that store's translation confirms or abandons.
 */
export function readRules(context: Context, slot: Slot, access: Access): readonly MachineRule[] {
  const { machine, guards, effects } = context;
  const mayRead = (state: State): boolean => {
    const own = slotState(state, slot);
    if (own.fetched === 0 || own.read === 1 || locationAt(machine, state, slot) === null) return false;
    if (slot.instruction.kind === "speculate") return true;
    return guards.base(state, slot) && guards.ordered(state, slot, slot.order.beforeRead);
  };
  const sourceOf = (state: State, choice: number): Source | null => {
    const source =
      choice === 0
        ? settledSource(context, state, slot, access)
        : guessedSource(context, state, slot, access, choice - 1);
    return source !== null && allows(context, state, slot, source) ? source : null;
  };
  const read: MachineRule = {
    name: "read",
    source: "machine-semantics 5",
    instances: [
      [0],
      ...access.sources.flatMap((s, i) => (canBeUntranslated(context, slot, s) ? [[i + 1]] : [])),
    ],
    when: (state, choice = 0) => mayRead(state) && sourceOf(state, choice) !== null,
    then: (state, choice = 0) => {
      const source = sourceOf(state, choice);
      const own = slotState(state, slot);
      own.read = 1;
      if (source?.kind === "store") {
        own.value = source.value;
        own.forwarded = source.slot.index + 1;
      } else own.value = at(state.memory, locationAt(machine, state, slot) ?? 0);
      effects.finish(state, slot);
    },
    label: (state, choice = 0) => {
      const source = sourceOf(state, choice);
      const value =
        source?.kind === "store" ? source.value : at(state.memory, locationAt(machine, state, slot) ?? 0);
      const from = source?.kind === "store" ? ", forwarded from its own store" : "";
      const shown = machine.valueName(locationAt(machine, state, slot), value);
      return programStep(machine, slot, `${slot.instruction.kernel} = ${shown}${from}`);
    },
  };
  const { instruction } = slot;
  return instruction.kind === "rmw" && instruction.operation === "cas"
    ? [read, compareRule(context, slot, instruction)]
    : [read];
}

const canBeUntranslated = ({ machine }: Context, slot: Slot, source: number): boolean =>
  (at(at(machine.pes, slot.pe).slots, source).access?.outcomes.length ?? 0) > 0;

/** Older stores youngest first: an untranslated one is guessed to be elsewhere. Null: blocked. */
function settledSource({ machine }: Context, state: State, slot: Slot, access: Access): Source | null {
  const location = locationAt(machine, state, slot);
  for (const index of access.sources) {
    const store = at(at(machine.pes, slot.pe).slots, index);
    const own = slotState(state, store);
    if (own.fetched === 0 || own.compared === 2 || locationAt(machine, state, store) !== location) continue;
    if (own.written === 2) return { kind: "memory" };
    const value = storedValue(machine, state, store);
    return value === null || !mayForward(state, slot, store) ? null : { kind: "store", slot: store, value };
  }
  return { kind: "memory" };
}

function guessedSource(
  { machine }: Context,
  state: State,
  slot: Slot,
  access: Access,
  choice: number,
): Source | null {
  const location = locationAt(machine, state, slot);
  const pe = at(machine.pes, slot.pe);
  for (const [i, index] of access.sources.entries()) {
    const store = at(pe.slots, index);
    if (!isFetched(state, store)) continue;
    if (i < choice) {
      if (locationAt(machine, state, store) === location) return null;
      continue;
    }
    if (isTranslated(machine, state, store)) return null;
    const address = addressAt(machine, state, store);
    const value = storedValue(machine, state, store);
    const meets = store.access?.outcomes.some(
      (o) => o.address === address && "location" in o.result && o.result.location === location,
    );
    return value === null || meets !== true || !mayForward(state, slot, store)
      ? null
      : { kind: "store", slot: store, value };
  }
  return null;
}

/** An acquire does not take its value from an RMW whose own read is not done. */
function mayForward(state: State, slot: Slot, store: Slot): boolean {
  const { instruction } = slot;
  const acquires =
    instruction.kind === "rmw"
      ? instruction.acquire
      : "order" in instruction && instruction.order !== "plain";
  return !acquires || store.instruction.kind !== "rmw" || slotState(state, store).read === 1;
}

/** What a store or RMW writes, or null while that is not known (or, for a CAS, not decided). */
export function storedValue(machine: Context["machine"], state: State, slot: Slot): bigint | null {
  const { instruction } = slot;
  if (instruction.kind === "store") return valueAt(machine, state, slot, instruction.value);
  if (instruction.kind !== "rmw") return null;
  const operand = valueAt(machine, state, slot, instruction.value);
  if (operand === null || instruction.operation === "swap") return operand;
  const { read, value, compared } = slotState(state, slot);
  if (read === 0 || (instruction.operation === "cas" && compared !== 1)) return null;
  return newValue(instruction)(value, operand);
}

/** An await takes only its value; an RMW starts only where no other RMW is half done (machine-semantics 2, 3). */
function allows(context: Context, state: State, slot: Slot, source: Source): boolean {
  const { instruction } = slot;
  const { machine } = context;
  if (instruction.kind === "await") {
    const value =
      source.kind === "store" ? source.value : at(state.memory, locationAt(machine, state, slot) ?? 0);
    return value === instruction.equals;
  }
  if (instruction.kind !== "rmw" || source.kind === "store") return true;
  return !isReserved(machine, state, locationAt(machine, state, slot) ?? 0, slot);
}

/** It did without the hardware update that its write would have needed. */
function mustFail(state: State, slot: Slot): boolean {
  const result = outcomeOf(state, slot)?.result;
  return result?.kind === "descriptor" && result.mustFail === true;
}

/** The compare of a CAS: deterministic once both values are known, so eager. */
function compareRule({ machine, effects }: Context, slot: Slot, { compare }: Rmw): MachineRule {
  const expected = (state: State): bigint | null =>
    compare === undefined ? null : valueAt(machine, state, slot, compare);
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
