import type { Automorphism } from "../../checker/symmetry/automorphism.ts";
import type { Machine } from "../machine/machine.ts";
import { lineAutomorphism, type MachineExchange } from "./line-automorphism.ts";
import { lineExchange } from "./line-exchange.ts";
import { requestExchanges } from "./request-exchange.ts";
import type { IdentifiedRule } from "./rule-id.ts";
import { slotExchange } from "./slot-exchange.ts";

/** More lines of a page than this are not exchanged: the checker goes through every permutation of them. */
const lineLimit = 6;

/**
 * The lines of a page that programs and devices treat alike, as generators of symmetries (docs/machine.md, "Caches"): each exchanges two
 * lines, the instructions that access them, and the requests of devices. It is one only where nothing tells the two apart:
 * not what they hold, not who may cache them, not the order of the instructions that access them.
 */
export function interchangeableLines(
  machine: Machine,
  rules: readonly IdentifiedRule[],
): readonly Automorphism[] {
  const { scenario, lines, locations } = machine;
  // Explicit walks know of old entries one by one, and amalgamations of locations that are on no page.
  if (scenario.features.walks === "explicit" || scenario.features.amalgamation) return [];
  const pageOf = (line: number) => locations.cells[line - locations.ptes.length]?.page;
  return [...new Set(lines.map(pageOf))].flatMap((page) =>
    generators(
      machine,
      lines.filter((line) => pageOf(line) === page),
    ).map((exchange) => lineAutomorphism(machine, exchange, rules)),
  );
}

/** Exchanges that join each line with an earlier one, where there is one to exchange it with. */
function generators(machine: Machine, lines: readonly number[]): readonly MachineExchange[] {
  return lines.slice(0, lineLimit).flatMap((line, k) => {
    for (const earlier of lines.slice(0, k)) {
      const found = machineExchange(machine, earlier, line);
      if (found !== null) return [found];
    }
    return [];
  });
}

/** All that trades places with two lines of a page, or null where something tells them apart. */
export function machineExchange(machine: Machine, one: number, other: number): MachineExchange | null {
  const lines = lineExchange(machine, one, other);
  if (lines === null || holdsAddress(machine, lines.addresses)) return null;
  const requests = requestExchanges(machine, lines);
  const slots = machine.pes.map((pe) => slotExchange(machine, pe, lines));
  const known = slots.filter((each) => each !== null);
  return requests === null || known.length < slots.length ? null : { lines, requests, slots: known };
}

/** Whether memory may hold the address of one of the lines: then what is read would have to change too. */
const holdsAddress = ({ words }: Machine, addresses: ReadonlyMap<bigint, bigint>): boolean =>
  words.memory.some((held) => [...held].some((word) => addresses.has(word)));
