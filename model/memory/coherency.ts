import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { unknownName } from "../machine/unknown-name.ts";

type State = Readonly<MachineState>;

/*
 * What properties ask of cache lines. A location that is no line is coherent: no cache has another value of it than memory.
 */

/**
 * The location of a cell of a cached page, by the cell's name: `P`, `P+0x40`.
 *
 * @throws Diagnostic (kind "program") for a name that no cache line has
 */
export function lineNamed({ scenario, lines, locations }: Machine, name: string): number {
  const cells = locations.cells.filter(({ index }) => lines.includes(index));
  const found = cells.find((cell) => cell.name === name);
  if (found !== undefined) return found.index;
  throw unknownName(
    scenario.name,
    "cache line",
    name,
    cells.map((cell) => cell.name),
  );
}

/** A copy of a location that a cache has, or may have, and that differs from what memory holds. */
export interface CachedCopy {
  readonly cache: string;
  readonly value: bigint;
  /** It will be written back; a clean one is stale, and will not. */
  readonly dirty: boolean;
}

/** The copies of a location that may differ from memory. A dirty one is listed even where it has the same value. */
export function cachedCopies(machine: Machine, state: State, location: number): readonly CachedCopy[] {
  const line = state.lines[machine.lines.indexOf(location)];
  if (line === undefined) return [];
  if (line.dirty !== null) return [{ cache: at(machine.caches, line.owner), value: line.dirty, dirty: true }];
  const memory = at(state.memory, location);
  return line.clean.flatMap((copies, cache) =>
    [...copies]
      .filter((value) => value !== memory)
      .map((value) => ({ cache: at(machine.caches, cache), value, dirty: false })),
  );
}

/** What reads through caches may give of a location now, in ascending order: one value where there is no stale copy. */
export function readableThroughCaches(machine: Machine, state: State, location: number): readonly bigint[] {
  const copies = cachedCopies(machine, state, location);
  const dirty = copies.some((copy) => copy.dirty);
  const values = [...(dirty ? [] : [at(state.memory, location)]), ...copies.map(({ value }) => value)];
  return [...new Set(values)].toSorted((a, b) => (a < b ? -1 : 1));
}

/** Whether reads through caches and past them give the same of a location, now and until something writes to it. */
export const isCoherent = (machine: Machine, state: State, location: number): boolean =>
  cachedCopies(machine, state, location).every(({ value }) => value === at(state.memory, location));
