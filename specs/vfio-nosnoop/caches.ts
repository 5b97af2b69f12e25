import { clflushopt, clwb, dc, dsb, mfence, type Instruction } from "../../model/index.ts";
import { perLine } from "./lines.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import type { Place } from "./places.ts";

/**
 * `arch_clean_nonsnoop_dma()` of patch 3/5. x86: clflush_cache_range(), arch/x86/mm/pat/set_memory.c; arm64:
 * dcache_clean_inval_poc(), arch/arm64/mm/cache.S. Both by the address in the kernel's linear map.
 */
export function flush(
  place: Pick<Place, "va" | "name">,
  setting: NoSnoopSetting,
  source: string,
): readonly Instruction[] {
  const { arch, flushKind } = setting;
  const at = { source };
  const invalidates = flushKind === "clean-and-invalidate";
  switch (arch) {
    case "x86":
      return [
        mfence({ ...at, kernel: "mb()" }),
        ...perLine(place, setting, ({ va, name }) =>
          invalidates
            ? clflushopt(va, { ...at, kernel: `clflushopt(${name})` })
            : clwb(va, { ...at, kernel: `clwb(${name})` }),
        ),
        mfence({ ...at, kernel: "mb()" }),
      ];
    case "arm64":
      return [
        ...perLine(place, setting, ({ va, name }) =>
          invalidates
            ? dc("civac", va, { ...at, kernel: `dc civac, ${name}` })
            : dc("cvac", va, { ...at, kernel: `dc cvac, ${name}` }),
        ),
        dsb("sy", at),
      ];
  }
}
