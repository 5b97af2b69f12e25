import {
  awaitValue,
  dsb,
  eret,
  invalid,
  isb,
  ldr,
  lock,
  mark,
  program,
  sendIpi,
  speculate,
  str,
  takeIpi,
  tlbi,
  unlock,
  type Instruction,
  type Program,
} from "../../model/index.ts";
import type { FixmapSetting } from "./parameters.ts";
import type { Sequences } from "./sequences.ts";
import {
  invalidate,
  map,
  returnedMark,
  mappedA,
  mappedB,
  unmap,
  use,
  type FixmapSlot,
  type Mapped,
} from "./slot.ts";

/** Where a mapping was in use: properties are stated on these. */
export interface Episode {
  readonly pe: string;
  readonly slot: FixmapSlot;
  readonly page: Mapped;
  /** Label of the access that must see it. */
  readonly use: string;
  /** The marks where its map and its unmap have returned (null: it stays mapped). */
  readonly mapped: string;
  readonly returned: string | null;
}

/** A PE's program with what the properties need to know of it. */
export interface User {
  readonly name: string;
  readonly program: Program;
  readonly episodes: readonly Episode[];
}

const episode = (pe: string, slot: FixmapSlot, page: Mapped, letter: string) => ({
  pe,
  slot,
  page,
  use: `use ${letter}`,
  mapped: `map ${letter} has returned`,
  returned: `unmap ${letter} has returned`,
});

function run(
  e: ReturnType<typeof episode>,
  sequences: Sequences,
  setting: FixmapSetting,
): readonly Instruction[] {
  return [
    ...map(e.slot, e.page, sequences),
    mark(e.mapped),
    use(e.slot, e.use),
    ...unmap(e.slot, e.page, sequences, setting, e.returned),
  ];
}

/** The slot owner of the mail: map(A); use; unmap; map(B); use; unmap. */
export function owner(name: string, slot: FixmapSlot, sequences: Sequences, setting: FixmapSetting): User {
  const episodes = [episode(name, slot, mappedA, "A"), episode(name, slot, mappedB(setting), "B")];
  return { name, program: program(...episodes.flatMap((e) => run(e, sequences, setting))), episodes };
}

/** H: a valid descriptor is overwritten by another valid one, and only then invalidated. V(A) is mapped at the start. */
export function overwriter(
  name: string,
  slot: FixmapSlot,
  sequences: Sequences,
  setting: FixmapSetting,
): User {
  const a = episode(name, slot, mappedA, "A");
  const b = episode(name, slot, mappedB(setting), "B");
  const code: readonly Instruction[] = [
    mark(a.mapped),
    use(slot, a.use),
    ...map(slot, b.page, sequences),
    mark(b.mapped),
    ...invalidate(slot, sequences, setting),
    returnedMark(a.returned, setting),
    use(slot, b.use),
    ...unmap(slot, b.page, sequences, setting, b.returned),
  ];
  return { name, program: program(...code), episodes: [a, b] };
}

/** One use of a slot that PEs share, under hyp_fixblock_lock or without it. */
export function blockUser(
  name: string,
  slot: FixmapSlot,
  page: Mapped,
  letter: string,
  sequences: Sequences,
  setting: FixmapSetting,
): User {
  const e = episode(name, slot, page, letter);
  const locked = setting.lock === "on";
  const code = [
    ...(locked
      ? [
          lock("hyp_fixblock_lock", {
            kernel: "hyp_spin_lock(&hyp_fixblock_lock)",
            source: "arch/arm64/kvm/hyp/nvhe/mm.c:hyp_fixblock_map()",
          }),
        ]
      : []),
    ...run(e, sequences, setting),
    ...(locked
      ? [
          unlock("hyp_fixblock_lock", {
            kernel: "hyp_spin_lock(&hyp_fixblock_lock)",
            source: "arch/arm64/kvm/hyp/nvhe/mm.c:hyp_fixblock_unmap()",
          }),
        ]
      : []),
  ];
  return { name, program: program(...code), episodes: [e] };
}

/** O: fixmap_map() while the CPU holds a fixblock mapping; with 64K pages both are the same slot. */
export function nestedUser(
  name: string,
  outer: FixmapSlot,
  inner: FixmapSlot,
  sequences: Sequences,
  setting: FixmapSetting,
): User {
  const a = episode(name, outer, mappedA, "A");
  const b = episode(name, inner, mappedB(setting), "B");
  const code = [
    ...map(outer, a.page, sequences),
    mark(a.mapped),
    ...run(b, sequences, setting),
    use(outer, a.use),
    ...unmap(outer, a.page, sequences, setting, a.returned),
  ];
  return { name, program: program(...code), episodes: [a, b] };
}

/** A PE that never touches the slot as far as its program goes. */
export function peer(name: string, slot: FixmapSlot, { peerAccess }: FixmapSetting): User {
  switch (peerAccess) {
    case "idle":
      return { name, program: program(), episodes: [] };
    case "speculate":
      return { name, program: program(speculate(slot.va)), episodes: [] };
    case "load":
      return { name, program: program(ldr("x0", slot.va)), episodes: [] };
  }
}

/** Where the acknowledgement of a peer lives: a page that every PE maps for good. */
export const acknowledgement = (peerNumber: number): bigint =>
  0xffff_8000_1000_0000n + BigInt(peerNumber) * 8n;

/**
 * M: v4's local maintenance, made up for by an IPI to every peer, each of which invalidates locally before it answers.
 * `acknowledged` false: the owner does not wait for the answers.
 */
export function ipiOwner(
  name: string,
  slot: FixmapSlot,
  peers: readonly string[],
  sequences: Sequences,
  setting: FixmapSetting,
  acknowledged: boolean,
): User {
  const a = episode(name, slot, mappedA, "A");
  const b = episode(name, slot, mappedB(setting), "B");
  const code: readonly Instruction[] = [
    ...map(slot, a.page, sequences),
    mark(a.mapped),
    use(slot, a.use),
    str(invalid(a.page.word), slot.ptep, { kernel: "WRITE_ONCE(*ptep, *ptep & ~KVM_PTE_VALID)" }),
    dsb("ishst"),
    ...invalidate(slot, sequences, setting),
    ...peers.map((to) => sendIpi(to)),
    ...(acknowledged
      ? peers.map((_, i) => awaitValue(acknowledgement(i), 1n, { kernel: `wait for ${peers[i] ?? ""}` }))
      : []),
    ...(acknowledged ? [isb()] : []),
    returnedMark(a.returned, setting),
    ...map(slot, b.page, sequences),
    mark(b.mapped),
    use(slot, b.use),
  ];
  return { name, program: program(...code), episodes: [a, { ...b, returned: null }] };
}

/** A peer of M: its accesses before and after the interrupt, and the handler in between. */
export function ipiPeer(name: string, number: number, slot: FixmapSlot): User {
  const code: readonly Instruction[] = [
    speculate(slot.va),
    takeIpi(),
    tlbi("vale2", slot.va, slot.level, { kernel: "__tlbi(vale2, addr)" }),
    dsb("nsh"),
    str(1n, acknowledgement(number), { kernel: "acknowledge" }),
    eret(),
    speculate(slot.va, { kernel: "speculative load after the interrupt" }),
  ];
  return { name, program: program(...code), episodes: [] };
}
