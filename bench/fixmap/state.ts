import { array, bool, int, oneOf, option, record, type Infer } from "../../checker/index.ts";
import { arrayBy, elementOf } from "../../checker/symmetry/scalarset.ts";
import type { Size } from "./sizes.ts";
import type { Sorts } from "./sorts.ts";

/** PEs share one table and its page locks; each has a write buffer of two stores and a TLB of one entry per page. */
export function domainOf({ rounds }: Size, sorts: Sorts) {
  const page = () => option(elementOf(sorts.page));
  const frame = () => option(elementOf(sorts.frame));
  return record({
    /** The table: the frame each page is mapped to, or null for an invalid PTE. */
    mem: arrayBy(sorts.page, frame()),
    lock: arrayBy(sorts.page, bool()),
    /** Ghost: the mapping was revoked, and the DSB has completed. */
    gone: arrayBy(sorts.page, bool()),
    cpu: arrayBy(
      sorts.pe,
      record({
        pc: oneOf("idle", "map", "dsb1", "access", "unmap", "dsb2", "tlbi", "dsb3", "isb", "unlock"),
        /** The page being remapped. */
        page: page(),
        rounds: int(0, rounds),
        /** `pa` is null in a store that makes the PTE invalid, and in one to a lock. */
        buf: array(2, record({ kind: oneOf("empty", "pte", "lock"), va: page(), pa: frame() })),
        tlb: arrayBy(sorts.page, frame()),
        /** TLBI requests still to be applied here, by sender. */
        req: arrayBy(sorts.pe, page()),
      }),
    ),
  });
}

export type State = Infer<ReturnType<typeof domainOf>>;
export type Cpu = State["cpu"][number];
export type Write = Cpu["buf"][number];

/** Nothing is mapped, cached or under way. */
export function initialState({ pes, pages, rounds }: Size): State {
  const each = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  return {
    mem: each(pages, () => null),
    lock: each(pages, () => false),
    gone: each(pages, () => true),
    cpu: each(pes, () => ({
      pc: "idle",
      page: null,
      rounds,
      buf: each(2, () => ({ kind: "empty", va: null, pa: null })),
      tlb: each(pages, () => null),
      req: each(pes, () => null),
    })),
  };
}
