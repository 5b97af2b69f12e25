import type { Step } from "../../checker/rule.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";

/** A step of a cache, in a lane of its own. */
export const cacheStep = ({ caches }: Machine, cache: number, text: string, note?: string): Step => ({
  lane: caches.length === 1 ? "cache" : `cache ${at(caches, cache)}`.trimEnd(),
  actor: "hardware",
  text,
  ...(note === undefined ? {} : { note }),
});

/** The name of a line, and of what it may hold. */
export const lineName = ({ lines, locations }: Machine, line: number): string =>
  at(locations.cells, at(lines, line) - locations.ptes.length).name;

export const wordIn = (machine: Machine, line: number, word: bigint): string =>
  machine.valueName(at(machine.lines, line), word);
