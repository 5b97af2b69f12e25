import type { BarrierOption } from "../../model/index.ts";
import type { FixmapSetting } from "./parameters.ts";

/** The sequences of map and unmap: everything that the variants of hyp_fixmap_map() and fixmap_clear_slot() differ in. */
export interface Sequences {
  readonly map: {
    /** The DSB after WRITE_ONCE(*ptep, pte). */
    readonly barrier: BarrierOption | null;
    readonly isb: boolean;
    /** Where the lines stand. */
    readonly source: (line: MapLine) => string;
  };
  readonly unmap: {
    /** The DSB between WRITE_ONCE(*ptep, invalid) and the TLBI. */
    readonly storeBarrier: BarrierOption | null;
    readonly tlbi: string | null;
    /** The DSB after the TLBI. */
    readonly syncBarrier: BarrierOption | null;
    readonly isb: boolean;
    readonly source: (line: UnmapLine) => string;
  };
}

export type MapLine = "store" | "barrier" | "isb";
export type UnmapLine = "store" | "storeBarrier" | "tlbi" | "syncBarrier" | "isb";

/** Line numbers of arch/arm64/kvm/hyp/nvhe/mm.c after "[PATCH v4 14/25]", counted from its hunk header. */
const v4Lines = {
  map: { store: 230, barrier: 231, isb: 231 },
  unmap: { store: 241, storeBarrier: 242, tlbi: 243, syncBarrier: 244, isb: 245 },
} as const;

/** "[PATCH v4 14/25] KVM: arm64: Add per-cpu fixmap infrastructure at EL2", as posted on 17 Oct 2022. */
export const posted: Sequences = {
  map: {
    barrier: "nshst",
    isb: false,
    source: (line) => `arch/arm64/kvm/hyp/nvhe/mm.c:${v4Lines.map[line]}`,
  },
  unmap: {
    storeBarrier: "nshst",
    tlbi: "vale2",
    syncBarrier: "nsh",
    isb: true,
    source: (line) => `arch/arm64/kvm/hyp/nvhe/mm.c:${v4Lines.unmap[line]}`,
  },
};

/** aa6948f82f0b, and arch/arm64/kvm/hyp/nvhe/mm.c of Linux 7.1: map has no isb(). */
export const merged: Sequences = {
  map: { barrier: "ishst", isb: false, source: () => "arch/arm64/kvm/hyp/nvhe/mm.c:fixmap_map_slot()" },
  unmap: {
    storeBarrier: "ishst",
    tlbi: "vale2is",
    syncBarrier: "ish",
    isb: true,
    source: () => "arch/arm64/kvm/hyp/nvhe/mm.c:fixmap_clear_slot()",
  },
};

/** The sequences under the parameters that override single instructions. */
export function overridden(sequences: Sequences, setting: FixmapSetting): Sequences {
  const { mapBarrier, mapIsb, storeBarrier, tlbi, syncBarrier, unmapIsb } = setting;
  const { map, unmap } = sequences;
  return {
    map: { ...map, barrier: choice(mapBarrier, map.barrier), isb: yesNo(mapIsb, map.isb) },
    unmap: {
      ...unmap,
      storeBarrier: choice(storeBarrier, unmap.storeBarrier),
      tlbi: choice(tlbi, unmap.tlbi),
      syncBarrier: choice(syncBarrier, unmap.syncBarrier),
      isb: yesNo(unmapIsb, unmap.isb),
    },
  };
}

function choice<T extends string>(value: T | "as-variant" | "none", own: T | null): T | null {
  if (value === "as-variant") return own;
  return value === "none" ? null : value;
}

const yesNo = (value: "as-variant" | "yes" | "no", own: boolean): boolean =>
  value === "as-variant" ? own : value === "yes";
