import {
  constant,
  descriptor,
  dsb,
  endMark,
  invalid,
  isb,
  ldr,
  mark,
  str,
  tlbi,
  type Instruction,
} from "../../model/index.ts";
import type { FixmapSetting } from "./parameters.ts";
import type { Sequences } from "./sequences.ts";

/** A fixmap or fixblock slot: one virtual page, one descriptor. */
export interface FixmapSlot {
  readonly name: string;
  readonly va: bigint;
  /** struct hyp_fixmap_slot.ptep */
  readonly ptep: bigint;
  readonly level: number;
}

/** A page that is mapped through a slot, as the descriptor says it. */
export interface Mapped {
  readonly name: string;
  readonly word: bigint;
}

export const pageA = 0x1000_0000n;
export const pageB = 0x2000_0000n;

export const slotOf = (name: string, number: number, level: number): FixmapSlot => ({
  name,
  va: 0xffff_8000_0000_0000n + BigInt(number) * 0x1000n,
  ptep: 0xffff_0000_0000_1000n + BigInt(number) * 8n,
  level,
});

/** The first mapping, and the one that replaces it. */
export const mappedA: Mapped = { name: "V(A)", word: descriptor({ oa: pageA }) };

export function mappedB({ changeKind }: FixmapSetting): Mapped {
  switch (changeKind) {
    case "OA":
      return { name: "V(B)", word: descriptor({ oa: pageB }) };
    case "attr":
      return { name: "V(A) as Normal-NC", word: descriptor({ oa: pageA, attributes: 2 }) };
    case "size":
      return { name: "V(A) contiguous", word: descriptor({ oa: pageA, contiguous: true }) };
    case "perm":
      return { name: "V(A) read-only", word: descriptor({ oa: pageA, writable: false }) };
  }
}

/** hyp_fixmap_map(): fixmap_map_slot(). Reading *ptep first is left out: only the owner writes it. */
export function map(slot: FixmapSlot, page: Mapped, { map: sequence }: Sequences): readonly Instruction[] {
  const { barrier, isb: synchronise, source } = sequence;
  return [
    str(page.word, slot.ptep, { kernel: "WRITE_ONCE(*ptep, pte)", source: source("store") }),
    ...(barrier === null ? [] : [dsb(barrier, { source: source("barrier") })]),
    ...(synchronise ? [isb({ source: source("isb") })] : []),
  ];
}

/** An access through the slot. A load: a store could stay unpropagated under nsh barriers (brief, correction K and A). */
export const use = (slot: FixmapSlot, label: string): Instruction =>
  ldr("x0", slot.va, { label, kernel: `ldr [${slot.name}]` });

/** hyp_fixmap_unmap(): fixmap_clear_slot(), and the point where it has returned. */
export function unmap(
  slot: FixmapSlot,
  page: Mapped,
  sequences: Sequences,
  setting: FixmapSetting,
  returned: string,
): readonly Instruction[] {
  const { storeBarrier, source } = sequences.unmap;
  return [
    str(invalid(page.word), slot.ptep, {
      kernel: "WRITE_ONCE(*ptep, *ptep & ~KVM_PTE_VALID)",
      source: source("store"),
    }),
    ...(storeBarrier === null ? [] : [dsb(storeBarrier, { source: source("storeBarrier") })]),
    ...invalidate(slot, sequences, setting),
    returnedMark(returned, setting),
  ];
}

/** The point where an unmap has returned. Where a slot is shared or nested, this is also where its use ends. */
export const returnedMark = (returned: string, { slotKind }: FixmapSetting): Instruction =>
  slotKind === "sharedBlock" ? endMark(returned) : mark(returned);

/** The TLBI of fixmap_clear_slot() and what completes it. */
export function invalidate(
  slot: FixmapSlot,
  { unmap: { tlbi: operation, syncBarrier, isb: synchronise, source } }: Sequences,
  { levelHint }: FixmapSetting,
): readonly Instruction[] {
  const level = levelHint === "leaf" ? slot.level : slot.level - 1;
  return [
    ...(operation === null ? [] : [tlbiOf(operation, slot, level, source("tlbi"))]),
    ...(syncBarrier === null ? [] : [dsb(syncBarrier, { source: source("syncBarrier") })]),
    ...(synchronise ? [isb({ source: source("isb") })] : []),
  ];
}

function tlbiOf(operation: string, slot: FixmapSlot, level: number, source: string): Instruction {
  const byAddress = !operation.startsWith("vmall");
  const kernel = byAddress ? `__tlbi_level(${operation}, addr, ${level})` : `__tlbi(${operation})`;
  return tlbi(operation, byAddress ? constant(slot.va) : null, byAddress ? level : null, { kernel, source });
}
