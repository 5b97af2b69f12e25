import type { Setting } from "../spec.ts";

/**
 * What the brief lists, and a choice for each single instruction; the first value is the default. Those about a slot kind
 * or a variant that is not in use have no effect.
 */
export const parameters = {
  sharedTables: { about: "all PEs use one EL2 stage-1 table, or each its own root", values: ["yes", "no"] },
  cnp: { about: "TTBR0_EL2.CnP: PEs may use each other's TLB entries", values: ["no", "yes"] },
  peers: { about: "other PEs in the inner shareable domain", values: ["1", "0", "2"] },
  peerAccess: {
    about: "what a peer does at the slot's address: a discarded speculative load, a load, nothing",
    values: ["speculate", "load", "idle"],
  },
  ets2: { about: "FEAT_ETS2", values: ["no", "yes"] },
  bbmLevel: {
    about: "FEAT_BBM level; noabort: level 2 on a core that never aborts",
    values: ["0", "1", "2", "noabort"],
  },
  bbmCoversOA: { about: "whether FEAT_BBM's promises extend to output addresses", values: ["no", "yes"] },
  changeKind: {
    about:
      "how the second mapping differs from the first: output address, memory type, contiguous bit, permission",
    values: ["OA", "attr", "size", "perm"],
  },
  tlbiDrainsOldAccesses: {
    about: "no: cores with CVE-2025-10263 (ARM64_ERRATUM_4118414)",
    values: ["yes", "no"],
  },
  entryExitCSE: {
    about: "exception entry and return synchronise context (SCTLR_EL2.EIS, EOS)",
    values: ["yes", "no"],
  },
  ttl: { about: "FEAT_TTL: hardware may skip entries of another level than the hint", values: ["yes", "no"] },
  levelHint: { about: "the level passed to __tlbi_level()", values: ["leaf", "wrong"] },
  slotKind: {
    about: "fixmap (per-CPU page) or fixblock (one shared PMD-size slot)",
    values: ["perCpuPage", "sharedBlock"],
  },
  pageShift: { about: "with 64K pages fixblock falls back to the per-CPU page slot", values: ["12", "16"] },
  lock: { about: "hyp_fixblock_lock around the use of the shared slot", values: ["on", "off"] },
  nested: { about: "fixmap_map() inside fixblock_map() on one CPU", values: ["no", "yes"] },
  mapBarrier: { about: "the DSB after the store of map", values: ["as-variant", "nshst", "ishst", "none"] },
  mapIsb: { about: "an isb() at the end of map", values: ["as-variant", "yes", "no"] },
  storeBarrier: {
    about: "the DSB between the store of unmap and the TLBI",
    values: ["as-variant", "nshst", "ishst", "none"],
  },
  tlbi: {
    about: "the TLBI of unmap",
    values: ["as-variant", "vale2", "vale2is", "vale1is", "vmalle1is", "none"],
  },
  syncBarrier: { about: "the DSB after the TLBI", values: ["as-variant", "nsh", "ish", "none"] },
  unmapIsb: { about: "the isb() at the end of unmap", values: ["as-variant", "yes", "no"] },
} as const;

export type FixmapSetting = Setting<typeof parameters>;
