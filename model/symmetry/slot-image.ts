import type { Before, Access, Outcome, Requirement, Slot } from "../machine/slot.ts";
import type { Source } from "../machine/closing-loops.ts";
import type { Instruction } from "../program/instruction.ts";
import { exchanged, type LineExchange } from "./line-exchange.ts";
import { textOf } from "./text-of.ts";

/** Lines that trade places, with the instructions of one PE that do. */
export interface Exchange {
  readonly lines: LineExchange;
  /** Where each slot goes that does not stay. All of them can be translated in one way only, and do not fault. */
  readonly slots: ReadonlyMap<number, number>;
}

/** What tells one slot from another, in the image of a state: all that is known of it before it runs. */
export function slotImage(slot: Slot, exchange: Exchange): string {
  const { slots } = exchange;
  const moves = slots.has(slot.index);
  const { access, order } = slot;
  const index = (i: number) => exchanged(slots, i);
  const { beforeEntry, beforeUpdate, beforeRequest, beforeFault, ...rest } = order;
  return textOf({
    instruction: instructionImage(slot.instruction, exchange.lines, moves),
    operands: new Map([...slot.operands].map(([name, sources]) => [name, sources.map(sourceImage(index))])),
    kind: [
      slot.handler,
      slot.predicted,
      slot.taint,
      new Set(slot.values),
      new Set(slot.completes.map(index)),
    ],
    access: access === null ? null : accessImage(access, exchange, moves),
    order: {
      ...beforeImage(rest, slots),
      ...Object.fromEntries(
        [rest.contextSync, rest.dsbs, rest.interrupts, rest.marks, rest.picks].map((indices, k) => [
          k,
          new Set(indices.map(index)),
        ]),
      ),
      requirements: [rest.beforeRead, rest.beforeWrite, rest.beforeDsb].map(requirementsImage(index)),
    },
    // One that moves does not fault, is no request, and its walk updates nothing.
    others: moves
      ? null
      : [
          [beforeEntry, beforeUpdate, beforeRequest].map((before) => beforeImage(before, slots)),
          requirementsImage(index)(beforeFault),
          slot.onFault,
          slot.returns,
        ],
  });
}

/**
 * The instruction with its addresses replaced, and without what readers alone see. TLBIs are about pages, in which lines trade
 * places; of a load that moves the name of its register makes no difference, since `operands` says who reads it.
 */
function instructionImage(instruction: Instruction, lines: LineExchange, moves: boolean): unknown {
  const { kernel: _, source: __, label: ___, ...rest } = instruction;
  if (rest.kind === "tlbi" || rest.kind === "iotlb-invalidate") return rest;
  const image = wordsImage(rest, lines);
  return moves && rest.kind === "load" ? { ...(image as object), register: "" } : image;
}

function wordsImage(data: unknown, lines: LineExchange): unknown {
  if (typeof data === "bigint") return exchanged(lines.addresses, data);
  if (Array.isArray(data)) return new Set(data.map((each) => wordsImage(each, lines)));
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, wordsImage(value, lines)]));
}

const sourceImage =
  (index: (slot: number) => number) =>
  (source: Source): Source =>
    source.kind === "carried" ? source : { ...source, slot: index(source.slot) };

/** Nobody waits for the translation of a slot that moves: it is translated as soon as it is fetched. */
const beforeImage = ({ control, translations }: Before, slots: Exchange["slots"]) => ({
  control: new Set(control.map((i) => exchanged(slots, i))),
  translations: new Set(translations.filter((i) => !slots.has(i))),
});

const requirementsImage =
  (index: (slot: number) => number) =>
  (requirements: readonly Requirement[]): ReadonlySet<Requirement> =>
    new Set(
      requirements.map((each) => ({
        ...each,
        slot: index(each.slot),
        via: each.via === null ? null : index(each.via),
      })),
    );

function accessImage(access: Access, { lines, slots }: Exchange, moves: boolean): unknown {
  const index = (i: number) => exchanged(slots, i);
  const {
    addresses,
    outcomes,
    locations,
    sources,
    exclusives,
    olderTranslated,
    drainedBy: _,
    ...rest
  } = access;
  return {
    ...rest,
    addresses: new Set(addresses.map((address) => addressImage(address, lines))),
    outcomes: new Set(outcomes.map((outcome) => outcomeImage(outcome, lines))),
    locations: new Set([...locations].map((location) => exchanged(lines.locations, location))),
    sources: new Set(sources.map(index)),
    exclusives: exclusives.map(index),
    // It is about TLBIs that drain an access; none does one that moves, nor any of its PE.
    olderTranslated: moves ? null : new Set(olderTranslated.map(index)),
  };
}

/** What translating an access gives, and where. */
export const outcomeImage = (outcome: Outcome, lines: LineExchange): Outcome => ({
  ...addressImage(outcome, lines),
  result:
    "location" in outcome.result
      ? { ...outcome.result, location: exchanged(lines.locations, outcome.result.location) }
      : outcome.result,
});

function addressImage<A extends { readonly address: bigint; readonly offset?: number }>(
  own: A,
  { addresses }: LineExchange,
): A {
  const address = addresses.get(own.address);
  return address === undefined ? own : { ...own, address, offset: Number(address & 0xfffn) };
}
