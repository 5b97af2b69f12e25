import { at } from "../../checker/schema/access.ts";
import type { Instruction } from "../program/instruction.ts";
import { registersOf, type Expression } from "../program/expression.ts";
import { expressionsOf } from "../program/operands.ts";
import type { RulesInForce } from "./rules-in-force.ts";
import type { Slot, Taint } from "./slot.ts";

/**
 * Which slots of a PE guess, and what may rest on a guess. Programs in which nothing does have no state for it, and
 * their rules ask nothing.
 */
export function withGuesses(has: RulesInForce, slots: readonly Slot[]): readonly Slot[] {
  const predicted = predictedSelects(has, slots);
  const tracks = has("picks-are-tracked");
  const tainted: Slot[] = [];
  // Registers are written before they are read, but for those that a loop hands on: it waits until they are certain.
  for (const slot of slots) {
    const own = { ...slot, predicted: predicted.has(slot.index) };
    const operands = new Set(
      [...slot.operands.keys()].filter((name) => tracks && readsTaint(own, name, tainted)),
    );
    const taint: Taint = { operands, result: false };
    tainted.push({ ...own, taint: { operands, result: tracks && mayTaint({ ...own, taint }, tainted) } });
  }
  if (!has("picks-through-acquires")) return tainted;
  return tainted.map((slot) => ({ ...slot, order: { ...slot.order, picks: picksBefore(slot, tainted) } }));
}

const writersOf = (slot: Slot, register: string): readonly number[] =>
  (slot.operands.get(register) ?? []).flatMap((source) => (source.kind === "writer" ? [source.slot] : []));

const readsTaint = (slot: Slot, register: string, older: readonly Slot[]): boolean =>
  writersOf(slot, register).some((writer) => at(older, writer).taint.result);

/** Whether the register that a slot writes may rest on a guess: for a load also by what is forwarded to it. */
function mayTaint(slot: Slot, older: readonly Slot[]): boolean {
  const { instruction } = slot;
  switch (instruction.kind) {
    case "let":
      return slot.taint.operands.size > 0;
    case "select":
      return slot.predicted || slot.taint.operands.size > 0;
    case "load":
    case "await":
    case "speculate":
    case "rmw":
      return (
        isTaintable(slot, instruction.address) ||
        (slot.access?.sources ?? []).some((store) => forwardsTaint(at(older, store)))
      );
    default:
      return false;
  }
}

function forwardsTaint(store: Slot): boolean {
  const { instruction } = store;
  if (store.taint.operands.size > 0) return true;
  if (instruction.kind !== "rmw" || instruction.operation === "swap") return false;
  return instruction.operation === "cas" || store.taint.result;
}

/** Whether an expression that a slot evaluates may rest on a guess. */
export function isTaintable(slot: Slot, expression: Expression): boolean {
  if (slot.taint.operands.size === 0) return false;
  for (const name of registersOf(expression)) if (slot.taint.operands.has(name)) return true;
  return false;
}

/**
 * The selects for which a guess is worth a state: their condition may be late, and something can go ahead by what they
 * yield. That is a translation, a read of a PTE, or a load that takes the value of a store before it is in memory;
 * everything else waits until no guess is left.
 */
function predictedSelects(has: RulesInForce, slots: readonly Slot[]): ReadonlySet<number> {
  if (!has("pick-prediction")) return new Set();
  const late = lateResults(slots);
  const useful = usefulResults(slots);
  return new Set(
    slots.flatMap((slot) => {
      const { instruction, index } = slot;
      if (instruction.kind !== "select") return [];
      if (!useful.has(index) && has("picks-are-tracked")) return [];
      return readsAny(slot, instruction.condition, late) ? [index] : [];
    }),
  );
}

const readsAny = (slot: Slot, expression: Expression, writers: ReadonlySet<number>): boolean =>
  [...registersOf(expression)].some((name) => writersOf(slot, name).some((writer) => writers.has(writer)));

/** The slots whose result waits for memory. */
function lateResults(slots: readonly Slot[]): ReadonlySet<number> {
  const late = new Set<number>();
  for (const slot of slots) {
    const { kind } = slot.instruction;
    const computed = kind === "let" || kind === "select";
    const waits = expressionsOf(slot.instruction).some((expression) => readsAny(slot, expression, late));
    if (slot.access?.reads === true || (computed && waits)) late.add(slot.index);
  }
  return late;
}

/** The slots whose result something can go ahead by. */
function usefulResults(slots: readonly Slot[]): ReadonlySet<number> {
  const useful = new Set<number>();
  const sources = new Set(slots.flatMap(({ access }) => access?.sources ?? []));
  for (const slot of slots.toReversed())
    for (const expression of usedEarly(slot.instruction, useful.has(slot.index), sources.has(slot.index)))
      for (const name of registersOf(expression))
        for (const writer of writersOf(slot, name)) useful.add(writer);
  return useful;
}

function usedEarly(instruction: Instruction, useful: boolean, forwards: boolean): readonly Expression[] {
  switch (instruction.kind) {
    case "load":
    case "await":
    case "speculate":
      return [instruction.address];
    case "store":
    case "store-exclusive":
    case "rmw":
      return forwards ? [instruction.address, instruction.value] : [instruction.address];
    case "let":
      return useful ? [instruction.value] : [];
    case "select":
      return useful ? [instruction.yes, instruction.no] : [];
    default:
      return [];
  }
}

/**
 * Pick dependencies through what orders a store (vmsa-semantics 5, pick-lob): an acquire before it must not have been
 * forwarded a guess. Barriers need no such rule: they are after the loads that the guess is about, and order those too.
 * Nor do addresses: the store waits for all of them.
 */
const picksBefore = (slot: Slot, slots: readonly Slot[]): readonly number[] =>
  slot.access?.writes !== true
    ? []
    : slot.order.beforeWrite.flatMap((requirement) =>
        requirement.read &&
        requirement.via === null &&
        !requirement.sameLocation &&
        at(slots, requirement.slot).taint.result
          ? [requirement.slot]
          : [],
      );
