import { at } from "../../checker/schema/access.ts";
import type { Machine, Pe } from "../machine/machine.ts";
import type { Slot } from "../machine/slot.ts";
import { isCertain } from "../pe/translate.ts";
import { addressExpression } from "../program/operands.ts";
import type { LineExchange } from "./line-exchange.ts";
import { slotImage, type Exchange } from "./slot-image.ts";

/** Whether a slot may access one of the lines. */
export const touches = ({ access }: Slot, { locations }: LineExchange): boolean =>
  [...(access?.locations ?? [])].some((location) => locations.has(location));

/**
 * The slots of a PE that have to trade places with the lines: the k-th of those that access one and the k-th of those that
 * access the other. Null where its program tells the lines apart.
 */
export function slotExchange(machine: Machine, pe: Pe, lines: LineExchange): Exchange["slots"] | null {
  const touching = pe.slots.filter((slot) => touches(slot, lines));
  const slots = pairs(touching.filter(hasOneAddress), lines);
  if (slots === null || !isSelfContained(machine, pe, touching, slots, lines)) return null;
  const exchange = { lines, slots };
  const same = { lines: { ...lines, locations: new Map(), addresses: new Map() }, slots: new Map() };
  // What is left out of images for a slot that moves is left out of both.
  const itself = new Map([...slots.keys()].map((index) => [index, index]));
  return pe.slots.every(
    (slot) =>
      slotImage(slot, exchange) ===
      slotImage(at(pe.slots, slots.get(slot.index) ?? slot.index), { ...same, slots: itself }),
  )
    ? slots
    : null;
}

const hasOneAddress = ({ instruction }: Slot): boolean => addressExpression(instruction)?.op === "const";

function pairs(touching: readonly Slot[], { locations }: LineExchange): Exchange["slots"] | null {
  const slots = new Map<number, number>();
  const of = (location: number) =>
    touching.flatMap((slot) => (slot.access?.locations.has(location) === true ? [slot.index] : []));
  for (const [one, other] of locations) {
    const [first, second] = [of(one), of(other)];
    if (first.length !== second.length) return null;
    for (const [k, index] of first.entries()) slots.set(index, at(second, k));
  }
  return slots;
}

/** What the images of slots do not say: no state of the machine is about something that comes between slots that move. */
function isSelfContained(
  machine: Machine,
  pe: Pe,
  touching: readonly Slot[],
  slots: Exchange["slots"],
  lines: LineExchange,
): boolean {
  const words = [
    ...Object.values(pe.registers),
    ...pe.slots.flatMap(({ instruction, values }) => (instruction.kind === "choose" ? [] : values)),
  ];
  return (
    touching.length === 0 ||
    (pe.carried.length === 0 &&
      pe.slots.every(({ access }) => (access?.drainedBy.length ?? 0) === 0) &&
      !touching.some(({ access }) => [...(access?.locations ?? [])].some((l) => machine.registers.has(l))) &&
      !words.some((word) => lines.addresses.has(word)) &&
      touching.every((slot) => !slots.has(slot.index) || mayMove(machine, slot)) &&
      areFetchedTogether(pe, slots))
  );
}

/** It can be translated in one way only: that never takes time, and it never faults. */
function mayMove(machine: Machine, slot: Slot): boolean {
  const { access, instruction, onFault } = slot;
  const { kind } = instruction;
  return (
    access !== null &&
    (kind === "store" ||
      kind === "dc" ||
      kind === "clflush" ||
      (kind === "load" && access.exclusives.length === 0)) &&
    onFault === null &&
    !access.updates &&
    isCertain(machine, slot, access)
  );
}

/** Between two slots that trade places there is nothing but slots that do, and nothing jumps in between. */
function areFetchedTogether({ slots: all }: Pe, slots: Exchange["slots"]): boolean {
  const entries = new Set(
    all.flatMap(({ index, taken, next, onFault, returns }) => [
      ...(taken === null ? [] : [taken]),
      ...(next === index + 1 ? [] : [next]),
      ...(onFault?.kind === "goes on" ? [onFault.at] : []),
      ...(returns ?? []).map(({ to }) => to),
    ]),
  );
  return [...slots].every(([from, to]) =>
    all
      .slice(from, to)
      .every(
        ({ index, next, instruction: { kind } }) =>
          (slots.has(index) || kind === "let") && next === index + 1 && !entries.has(index + 1),
      ),
  );
}
