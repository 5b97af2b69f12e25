import { array, int, option, record, setOf } from "../../checker/schema/constructors.ts";
import type { Domain, ScalarDomain } from "../../checker/schema/domain.ts";

/** What of a cache line's state a scenario can change. */
export interface LineNeeds<W> {
  /** What the location can hold. */
  readonly words: W;
  /** By cache that is told apart: the clean copies it may hold. */
  readonly copies: readonly W[];
  /** By cache: whether a cacheable mapping of the location may go or come, see `holders.ts`. */
  readonly sometimes: readonly boolean[];
  /** Whether a device may write it. */
  readonly dma: boolean;
}

/**
 * The state of a cache line: what caches hold of a location, where memory holds something too (docs/machine.md, "Caches").
 * Caches are coherent with each other: a dirty copy is the only one that differs from others, and every access of a
 * cacheable type sees it.
 */
export const lineDomain = <W extends Domain & ScalarDomain>(needs: LineNeeds<W>) =>
  record({
    /** A modified copy, which will be written back sometime. */
    dirty: option(needs.words),
    /** The cache that has it; 0 without. */
    owner: int(0, Math.max(0, needs.copies.length - 1)),
    /**
     * By cache, the clean copies it may hold that differ from what memory holds; none while there is a dirty copy. (With
     * explicit caches: the clean copies it holds.) A cache that is told apart stands for caches at several levels and of
     * several PEs, so that there may be several.
     */
    clean: array(needs.copies.length, (c) => setOf(needs.copies[c] ?? needs.words)),
    /**
     * By cache, where no cacheable mapping is there always: it may hold a copy of what memory holds, or of the dirty copy.
     */
    held: array(needs.copies.length, (c) => int(0, needs.sometimes[c] === true ? 1 : 0)),
    /** What memory holds was written by a device, and no PE has stored to the location since. */
    fromDevice: int(0, needs.dma ? 1 : 0),
    /** A dirty copy was written back over that: the device's write is lost. */
    overwroteDevice: int(0, needs.dma ? 1 : 0),
  });
