import { clflushopt, clwb, dc, dsb, mfence, type Instruction } from "../../model/index.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import type { Place } from "./places.ts";

/**
 * `arch_clean_nonsnoop_dma()` of patch 3/5. x86: clflush_cache_range(), arch/x86/mm/pat/set_memory.c; arm64:
 * dcache_clean_inval_poc(), arch/arm64/mm/cache.S. Both by the address in the kernel's linear map.
 */
export function flush(
  { va, name }: Pick<Place, "va" | "name">,
  { arch, flushKind }: NoSnoopSetting,
  source: string,
): readonly Instruction[] {
  const at = { source };
  const invalidates = flushKind === "clean-and-invalidate";
  switch (arch) {
    case "x86":
      return [
        mfence({ ...at, kernel: "mb()" }),
        invalidates
          ? clflushopt(va, { ...at, kernel: `clflushopt(${name})` })
          : clwb(va, { ...at, kernel: `clwb(${name})` }),
        mfence({ ...at, kernel: "mb()" }),
      ];
    case "arm64":
      return [
        invalidates
          ? dc("civac", va, { ...at, kernel: `dc civac, ${name}` })
          : dc("cvac", va, { ...at, kernel: `dc cvac, ${name}` }),
        dsb("sy", at),
      ];
  }
}
