import type { Machine } from "../machine/machine.ts";
import { holdersOf } from "../memory/holders.ts";
import { textOf } from "./text-of.ts";

/** Two offsets of a page trade places, and so do those of every other page that one of its virtual pages may lead to. */
export interface LineExchange {
  /** "page <-> page+0x40". */
  readonly name: string;
  /** Where each location goes that does not stay. */
  readonly locations: ReadonlyMap<number, number>;
  /** Where each address goes by which a program has them. */
  readonly addresses: ReadonlyMap<bigint, bigint>;
}

export const exchanged = <T>(map: ReadonlyMap<T, T>, value: T): T => map.get(value) ?? value;

/**
 * The exchange of two lines of a page; null where what they hold at first, what they can ever hold, or who may cache them tells
 * them apart.
 *
 * @param one the location of a line, and `other` that of another line of the page
 */
export function lineExchange(machine: Machine, one: number, other: number): LineExchange | null {
  const { cells, ptes } = machine.locations;
  const [first, second] = [cells[one - ptes.length], cells[other - ptes.length]];
  if (first === undefined || second === undefined) return null;
  const reach = reachOf(machine, first.page);
  const pairs = [...reach.physical].flatMap((page) => {
    const at = (offset: number) => cells.find((cell) => cell.page === page && cell.offset === offset);
    const pair = [at(first.offset)?.index, at(second.offset)?.index] as const;
    return pair[0] === undefined && pair[1] === undefined ? [] : [pair];
  });
  const locations = new Map<number, number>();
  for (const [a, b] of pairs) {
    if (a === undefined || b === undefined || !areAlike(machine, a, b)) return null;
    locations.set(a, b).set(b, a);
  }
  const addresses = new Map<bigint, bigint>();
  for (const page of reach.virtual) {
    const va = machine.scenario.virtual[page]?.va ?? 0n;
    const [a, b] = [va + BigInt(first.offset), va + BigInt(second.offset)];
    addresses.set(a, b).set(b, a);
  }
  return { name: `${first.name} <-> ${second.name}`, locations, addresses };
}

/** The virtual pages by which accesses may get to a physical page, and the physical pages to which those may lead. */
function reachOf(machine: Machine, page: string) {
  const [physical, virtual] = [new Set([page]), new Set<number>()];
  const ways = waysOf(machine);
  for (let before = -1; before < physical.size + virtual.size;) {
    before = physical.size + virtual.size;
    for (const way of ways) {
      if (!physical.has(way.physical) && !virtual.has(way.virtual)) continue;
      physical.add(way.physical);
      virtual.add(way.virtual);
    }
  }
  return { physical, virtual };
}

function waysOf({ pes, locations: { cells, ptes } }: Machine) {
  return pes.flatMap(({ slots }) =>
    slots.flatMap(({ access }) =>
      (access?.outcomes ?? []).flatMap(({ page, result }) => {
        const cell = "location" in result ? cells[result.location - ptes.length] : undefined;
        return cell === undefined ? [] : [{ virtual: page, physical: cell.page }];
      }),
    ),
  );
}

/** Two cells of a page. Words are compared in their order: what reads may choose from is numbered by it. */
function areAlike(machine: Machine, one: number, other: number): boolean {
  const { locations, registers, words, lines } = machine;
  const cell = (location: number) => locations.cells[location - locations.ptes.length];
  const holders = (location: number) => textOf(holdersOf(machine)[lines.indexOf(location)]);
  const held = (location: number) => textOf([...(words.memory[location] ?? [])]);
  return (
    !registers.has(one) &&
    !registers.has(other) &&
    cell(one)?.initial === cell(other)?.initial &&
    held(one) === held(other) &&
    holders(one) === holders(other)
  );
}
