import { array, int, option, record, setOf } from "../../checker/schema/constructors.ts";
import type { Domain, ScalarDomain } from "../../checker/schema/domain.ts";

/**
 * The state of a cache line: what caches hold of a location, where memory holds something too. Caches are coherent with
 * each other: a dirty copy is the only one, and accesses of Normal cacheable types see it.
 *
 * @param words the domain of what the location can hold
 * @param caches how many caches are told apart
 * @param wrong whether the domain of a bit that only DMA sets has two values
 */
export const lineDomain = <W extends Domain & ScalarDomain>(words: W, caches: number, hasDma: boolean) =>
  record({
    /** A modified copy, which will be written back sometime. */
    dirty: option(words),
    /** The cache that has it. */
    owner: int(0, Math.max(0, caches - 1)),
    /**
     * By cache, the clean copies it may hold that differ from what memory holds: one of what memory holds may come and go at
     * any time while a cacheable mapping is usable. None while there is a dirty copy.
     */
    clean: array(caches, () => setOf(words)),
    /** What memory holds was written by a device. */
    fromDevice: int(0, hasDma ? 1 : 0),
    /** A dirty copy was written back over what a device had written. */
    overwroteDevice: int(0, hasDma ? 1 : 0),
  });
