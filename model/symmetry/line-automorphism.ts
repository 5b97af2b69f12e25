import { at } from "../../checker/schema/access.ts";
import type { Scalar } from "../../checker/schema/coder.ts";
import type { Automorphism } from "../../checker/symmetry/automorphism.ts";
import type { Machine } from "../machine/machine.ts";
import type { Slot } from "../machine/slot.ts";
import { exchanged, type LineExchange } from "./line-exchange.ts";
import { images, type RequestExchange } from "./request-exchange.ts";
import { ruleId, type IdentifiedRule } from "./rule-id.ts";
import { touches } from "./slot-exchange.ts";
import { outcomeImage, type Exchange } from "./slot-image.ts";
import { textOf } from "./text-of.ts";

/** All that trades places with two lines. */
export interface MachineExchange {
  readonly lines: LineExchange;
  /** By PE. */
  readonly slots: readonly Exchange["slots"][];
  /** By device. */
  readonly requests: readonly RequestExchange[];
}

type Values = ReadonlyMap<string, (value: Scalar) => Scalar>;

/** What an exchange does to states and to rules. */
export function lineAutomorphism(
  machine: Machine,
  exchange: MachineExchange,
  rules: readonly IdentifiedRule[],
): Automorphism {
  const places = placesOf(machine, exchange);
  const values = valuesOf(machine, exchange);
  const byId = new Map(rules.map((each) => [each.rule.id, each]));
  return {
    name: exchange.lines.name,
    // A field is one of a line or slot that moves, or in neither.
    place: (path) => {
      const end = path.indexOf("]", path.startsWith("pes[") ? path.indexOf(".slots[") : 0) + 1;
      const moved = places.get(path.slice(0, end));
      return moved === undefined ? path : moved + path.slice(end);
    },
    value: (value, path) => values.get(path)?.(value) ?? value,
    instance: (id, parameters) => {
      const found = byId.get(id);
      return found === undefined
        ? { rule: id, parameters }
        : instanceOf(machine, exchange, found, parameters);
    },
  };
}

const slotPath = ({ pes }: Machine, { pe, index, instruction }: Slot): string =>
  `pes[${at(pes, pe).name}].slots[${index} ${instruction.kind}]`;

/** By the path of what a state has of a line or a slot, that of where it goes. */
function placesOf(machine: Machine, { lines, slots }: MachineExchange): ReadonlyMap<string, string> {
  const { ptes, cells } = machine.locations;
  const name = (location: number) => at(cells, location - ptes.length).name;
  return new Map([
    ...[...lines.locations].flatMap(([from, to]) =>
      ["memory", "lines"].map((field) => [`${field}[${name(from)}]`, `${field}[${name(to)}]`] as const),
    ),
    ...machine.pes.flatMap((pe, p) =>
      [...at(slots, p)].map(
        ([from, to]) => [slotPath(machine, at(pe.slots, from)), slotPath(machine, at(pe.slots, to))] as const,
      ),
    ),
  ]);
}

/** By the path of a field, what becomes of its values that tell lines, slots or addresses apart. */
function valuesOf(machine: Machine, { lines, slots }: MachineExchange): Values {
  const values = new Map<string, (value: Scalar) => Scalar>();
  const numbers = (path: string, to: (value: number) => number) =>
    values.set(path, (value) => (typeof value === "number" ? to(value) : value));
  for (const { name } of machine.devices)
    numbers(`devices[${name}].inFlight.location`, (location) => exchanged(lines.locations, location));
  for (const pe of machine.pes) {
    const own = at(slots, pe.index);
    for (const slot of pe.slots) {
      const path = slotPath(machine, slot);
      if (slot.instruction.kind === "choose")
        values.set(`${path}.value`, (value) =>
          typeof value === "bigint" ? exchanged(lines.addresses, value) : value,
        );
      if (!touches(slot, lines)) continue;
      // Both are 0, or one more than an index.
      numbers(`${path}.forwarded`, (from) => (from === 0 ? 0 : exchanged(own, from - 1) + 1));
      if (own.has(slot.index)) continue;
      const outcomes = outcomesOf(slot, lines);
      numbers(`${path}.entry`, (entry) => (entry === 0 ? 0 : at(outcomes, entry - 1) + 1));
    }
  }
  return values;
}

/** Of a slot that stays: by what its translation may give, the number of what it becomes. */
const outcomesOf = ({ access }: Slot, lines: LineExchange): readonly number[] =>
  images(access?.outcomes ?? [], textOf, (outcome) => textOf(outcomeImage(outcome, lines)));

function instanceOf(
  machine: Machine,
  exchange: MachineExchange,
  { rule: { name, id }, of }: IdentifiedRule,
  parameters: readonly number[],
): { readonly rule: string; readonly parameters: readonly number[] } {
  switch (of.kind) {
    case "slot":
      return slotInstance(machine, exchange, of.slot, name, parameters);
    case "device":
      return { rule: id, parameters: requestOf(at(exchange.requests, of.device.index), name, parameters) };
    case "machine": {
      // The first parameter of every rule of caches is a line.
      const [line, ...others] = parameters;
      if (of.part !== "caches" || line === undefined) return { rule: id, parameters };
      const to = exchanged(exchange.lines.locations, at(machine.lines, line));
      return { rule: id, parameters: [machine.lines.indexOf(to), ...others] };
    }
  }
}

function slotInstance(
  machine: Machine,
  { lines, slots }: MachineExchange,
  slot: Slot,
  name: string,
  parameters: readonly number[],
) {
  const own = at(slots, slot.pe);
  const image = at(at(machine.pes, slot.pe).slots, exchanged(own, slot.index));
  const rule = ruleId(name, { kind: "slot", slot: image });
  const [first = 0, ...others] = parameters;
  if (!touches(slot, lines)) {
    const { instruction } = slot;
    if (instruction.kind !== "choose" || name !== "choose") return { rule, parameters };
    const among = instruction.among.map((word) => exchanged(lines.addresses, word));
    return { rule, parameters: [instruction.among.indexOf(at(among, first)), ...others] };
  }
  if (name === "translate" && image === slot)
    return { rule, parameters: [at(outcomesOf(slot, lines), first)] };
  // The older store that a load guesses to be to its location.
  if (name !== "read" || first <= 0) return { rule, parameters };
  const store = exchanged(own, at(slot.access?.sources ?? [], first - 1));
  return { rule, parameters: [(image.access?.sources ?? []).indexOf(store) + 1, ...others] };
}

function requestOf(
  { reads, writes, places }: RequestExchange,
  name: string,
  parameters: readonly number[],
): readonly number[] {
  const [k = 0, ...others] = parameters;
  switch (name) {
    case "DMA read":
    case "DMA read is sent":
      return [at(reads, k), ...others];
    case "DMA write is sent":
      return [at(writes, k), ...others];
    case "DMA read completes":
      return [at(places, k), ...others];
    default:
      return parameters;
  }
}
