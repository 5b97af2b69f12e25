import type { Variant } from "../spec.ts";
import type { parameters } from "./parameters.ts";

/** The variants of the brief by letter, and the good twin of each that it leaves unnamed. */
export const variants = {
  "v4-as-posted": { about: "A: nshst, vale2, nsh: local maintenance of a shared table" },
  merged: { about: "B: aa6948f82f0b and Linux 7.1: ishst, vale2is, ish; no isb() after map" },
  "merged-with-isb-in-map": {
    about: "B': merged, and an isb() at the end of fixmap_map_slot()",
    setting: { mapIsb: "yes" },
  },
  "no-dsb-before-tlbi": {
    about: "C: merged without the dsb(ishst) of unmap",
    setting: { storeBarrier: "none" },
  },
  "no-dsb-after-tlbi": { about: "E: merged without the dsb(ish) of unmap", setting: { syncBarrier: "none" } },
  "no-isb-after-clear": { about: "G: merged without the isb() of unmap", setting: { unmapIsb: "no" } },
  "overwrite-valid": { about: "H: V(A) is overwritten by V(B), and only then invalidated: make, then break" },
  "wrong-regime": { about: "J: merged with a TLBI of the EL1&0 regime", setting: { tlbi: "vale1is" } },
  "private-tables": { about: "K: v4's operations on per-CPU root tables", setting: { sharedTables: "no" } },
  "private-tables-cnp": {
    about: "L: per-CPU root tables, but TTBR0_EL2.CnP is set",
    setting: { sharedTables: "no", cnp: "yes" },
  },
  "ipi-shootdown": { about: "M: v4, and an IPI on which every peer invalidates locally before it answers" },
  "ipi-not-awaited": { about: "M without waiting for the answers" },
  fixblock: {
    about: "merged hyp_fixblock_map(): one shared block slot under hyp_fixblock_lock",
    setting: { slotKind: "sharedBlock" },
  },
  "fixblock-without-lock": {
    about: "N: the shared block slot without hyp_fixblock_lock",
    setting: { slotKind: "sharedBlock", lock: "off" },
  },
  "nested-64k": {
    about: "O: with 64K pages, fixmap_map() inside fixblock_map() on one CPU",
    setting: { slotKind: "sharedBlock", pageShift: "16", nested: "yes" },
  },
  "nested-4k": {
    about: "the same nesting with 4K pages: two different slots",
    setting: { slotKind: "sharedBlock", nested: "yes" },
  },
} as const satisfies Readonly<Record<string, Variant<typeof parameters>>>;

export type FixmapVariant = keyof typeof variants;
