import type { Machine } from "../machine/machine.ts";
import { outcomeOf } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { behaviours } from "./behaviour.ts";
import type { MemoryType } from "./memory-type.ts";

/**
 * How an access meets a cache line (docs/machine.md, "Caches"):
 * - "cached": through a cache, as accesses of cacheable types
 * - "memory": memory alone, as accesses of other types and requests of devices that are not snooped
 * - "checked": memory, once the PE's own cache has given up what it has, as accesses of UC by the page table
 * - "snooped": as requests of devices that look into the caches
 */
export type LineAccess =
  | { readonly how: "cached"; readonly cache: number; readonly writeThrough: boolean }
  | { readonly how: "memory" }
  | { readonly how: "checked"; readonly cache: number }
  | { readonly how: "snooped" };

/** How an access of a memory type by a PE with a cache meets a line. */
export function lineAccess(type: MemoryType, cache: number): LineAccess {
  const behaviour = behaviours[type];
  if (behaviour.cacheable !== "no")
    return { how: "cached", cache, writeThrough: behaviour.cacheable === "write-through" };
  return behaviour.checksCaches ? { how: "checked", cache } : { how: "memory" };
}

/** Whether accesses of a memory type go through caches. */
export const isCached = (type: MemoryType): boolean => behaviours[type].cacheable !== "no";

/** How a translated access meets a line; null while it is not translated, or to what is not translated. */
export function lineAccessOf(
  { pes }: Pick<Machine, "pes">,
  state: Readonly<MachineState>,
  slot: Slot,
): LineAccess | null {
  const result = outcomeOf(state, slot)?.result;
  return result?.kind === "descriptor" ? lineAccess(result.type, pes[slot.pe]?.cache ?? 0) : null;
}

/** Whether two accesses to a location see the same of it: not where one of them goes through caches, and one does not. */
export function seeAlike(
  machine: Pick<Machine, "pes" | "lines">,
  state: Readonly<MachineState>,
  one: Slot,
  other: Slot,
  location: number,
): boolean {
  if (!machine.lines.includes(location)) return true;
  return lineAccessOf(machine, state, one)?.how === lineAccessOf(machine, state, other)?.how;
}

/** Whether two translated accesses go through caches, by one cacheability: maintenance is in order with no others. */
export function shareCacheability(
  machine: Pick<Machine, "pes">,
  state: Readonly<MachineState>,
  one: Slot,
  other: Slot,
): boolean {
  const [first, second] = [lineAccessOf(machine, state, one), lineAccessOf(machine, state, other)];
  return first?.how === "cached" && second?.how === "cached" && first.writeThrough === second.writeThrough;
}
