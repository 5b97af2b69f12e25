import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { isEverWritten, isUsable } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import { entryAt } from "../mmu/entry.ts";
import { effectiveType } from "./effective-type.ts";
import { isCached } from "./line-access.ts";

/** A descriptor by which PEs of a cache may fetch a line: speculatively, and by accesses. */
interface CacheableMapping {
  readonly pe: number;
  readonly page: number;
  readonly word: bigint;
}

/**
 * Whether a cache may hold a line, which is whether some PE of it has a cacheable mapping of the location:
 * - "always": one that nothing ever changes, as a linear map is
 * - "sometimes": all of them may go, or come; it is known then whether it may hold something (`held` of the line's state)
 * - "never"
 */
export interface Holder {
  readonly when: "always" | "sometimes" | "never";
  readonly mappings: readonly CacheableMapping[];
}

/** By line and cache. */
export const holdersOf = (machine: Machine): readonly (readonly Holder[])[] =>
  machine.lines.map((location) => machine.caches.map((_, cache) => holderOf(machine, location, cache)));

function holderOf(machine: Machine, location: number, cache: number): Holder {
  const pes = machine.pes.filter(
    (pe) => pe.cache === cache && at(machine.scenario.pes, pe.index).regime !== "io",
  );
  const mappings = pes.flatMap((pe) =>
    pe.holds.flatMap((pte) =>
      [...(machine.words.memory[pte] ?? [])]
        .map((word) => ({ pe: pe.index, page: at(machine.locations.ptes, pte).page, word, pte }))
        .filter((mapping) => machine.isCacheable(mapping.word) && maps(machine, mapping, location)),
    ),
  );
  const always = mappings.some(({ pte }) => !isEverWritten(machine, pte));
  return { when: always ? "always" : mappings.length > 0 ? "sometimes" : "never", mappings };
}

/** Whether a descriptor leads to the page of a location, by a cacheable type. */
function maps(machine: Machine, { pe, page: virtual, word }: CacheableMapping, location: number): boolean {
  const { locations, pes, scenario } = machine;
  const cell = locations.cells.find(({ index }) => index === location);
  const page = scenario.physical.find(({ name }) => name === cell?.page);
  const { stage } = at(pes, pe);
  return entryAt(stage, word).oa === page?.pa && isCached(effectiveType(at(pes, pe), word, virtual));
}

/** Whether some PE of a cache may fetch the line now: a descriptor of a cacheable mapping is usable. */
export const mayFetch = (machine: Machine, state: Readonly<MachineState>, { mappings }: Holder): boolean =>
  mappings.some(({ pe, page, word }) => isUsable(machine, state, pe, page, word));

/** Whether memory can be written past the caches, so that clean copies differ from it. */
export function mayDiverge(machine: Machine, location: number): boolean {
  if (machine.devices.some(({ dma }) => dma !== null && dma.writes.length > 0)) return true;
  return machine.pes.some(({ slots }) =>
    slots.some(
      ({ access }) =>
        access?.writes === true &&
        access.outcomes.some(
          ({ result }) =>
            result.kind === "descriptor" && result.location === location && !isCached(result.type),
        ),
    ),
  );
}
