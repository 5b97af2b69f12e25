import type { DeadlockMode } from "../../model.ts";
import type { Layout } from "../../schema/layout.ts";
import type { CompiledGroup } from "../../symmetry/compiled-group.ts";
import type { StoreMode } from "../engine.ts";
import type { Instances } from "../instances.ts";
import type { CoreMemory } from "./core-memory.ts";
import type { Core, GroupSettings } from "./core-module.ts";
import type { Watcher } from "./watcher.ts";

/** Pending successors, and entries of the fold log: see core/pending.ts. */
export const pendingCapacity = 64;
const logCapacity = 32_768;
/** Bytes for rows met lately: less than a processor's own cache; and for a search that is small yet. */
const recentBytes = 1 << 19;
const fewRecentBytes = 1 << 13;
/** Numbers of new states that a thread reserves at a time. */
const reserve = 64;
/** States that a thread takes at a time when several expand a level. */
const share = 64;
/** As the core tells them apart. */
const deadlockModes = { off: 0, stuck: 1, stuttering: 2 } as const;

/** Sizes, in bytes, that core and host must agree on. */
export interface Sizes {
  readonly vectors: number;
  readonly watcherWords: number;
  readonly ringStride: number;
  /** Of a firing, before its vectors. */
  readonly firingHead: number;
  readonly firing: number;
}

function sizesOf(words: number, watchers: number): Sizes {
  const vectors = Math.ceil(words / 4);
  const watcherWords = Math.ceil(watchers / 32);
  const firingHead = aligned(8 + watcherWords * 4);
  return {
    vectors,
    watcherWords,
    ringStride: aligned(24 + watcherWords * 4) + vectors * 16,
    firingHead,
    firing: firingHead + vectors * 32,
  };
}

/** What all threads share, and the host looks at, too. */
export interface MemoryMap {
  readonly sizes: Sizes;
  readonly openWatchers: number;
  /** Numbers of states that a thread may use up before it looks whether there is room for more. */
  readonly margin: number;
}

/** What one thread works with. */
export interface OwnSettings {
  readonly [setting: string]: number;
  readonly current: number;
  readonly ring: number;
  readonly tallies: number;
}

/** What the layout of a memory depends on. */
export interface MapOptions {
  /** 32-bit words of a packed row. */
  readonly words: number;
  readonly instances: Instances;
  readonly watchers: readonly Watcher[];
  readonly deadlock: DeadlockMode;
  readonly store: StoreMode;
}

/** Takes what is fixed for a whole exploration, and tells the core. */
export function takeMap(core: Core, memory: CoreMemory, options: MapOptions): MemoryMap {
  const { words, instances, watchers, deadlock } = options;
  const eager = watchers.flatMap((watcher) => (watcher.kind === "eager" ? [watcher.instance.firing] : []));
  const sizes = sizesOf(words, watchers.length);
  const openWatchers = memory.take(sizes.watcherWords * 4);
  core.set({
    words,
    vectors: sizes.vectors,
    watcherWords: sizes.watcherWords,
    ringStride: sizes.ringStride,
    tailMask: takeTailMask(memory, words),
    openWatchers,
    watcherInstances: takeNumbers(memory, eager),
    deadlockMode: deadlockModes[deadlock],
    reserve,
    share,
  });
  return { sizes, openWatchers, margin: instances.count * share + pendingCapacity + reserve };
}

/** Takes room for rows met lately: little as long as a search is small, since every page of it is touched at once. */
export function takeRecent(
  memory: CoreMemory,
  { vectors }: Sizes,
  isLarge: boolean,
): { readonly recent: number; readonly recentMask: number } {
  const entry = (vectors + 1) * 16;
  const slots = 2 ** Math.max(0, Math.floor(Math.log2((isLarge ? recentBytes : fewRecentBytes) / entry)));
  return { recent: memory.take(slots * entry), recentMask: slots - 1 };
}

/** Takes what one thread works with: rows under way, pending successors, tallies. */
export function takeOwn(memory: CoreMemory, sizes: Sizes, instances: number, isLarge = false): OwnSettings {
  const { vectors, ringStride } = sizes;
  return {
    current: memory.take(vectors * 16),
    ring: memory.take(pendingCapacity * ringStride),
    foldLog: memory.take(logCapacity * 4),
    ...takeRecent(memory, sizes, isLarge),
    tallies: memory.take((instances + 1) * 16),
  };
}

/** Hands a group of symmetries to the core. */
export function takeGroup(memory: CoreMemory, group: CompiledGroup, { slots }: Layout): GroupSettings {
  const take = (numbers: ArrayLike<number>): number => takeNumbers(memory, numbers);
  return {
    groupOrder: group.order,
    groupSlots: group.slots,
    groupActive: take(group.active),
    groupActiveCount: group.active.length,
    groupSource: take(group.source),
    groupMap: take(group.map),
    groupGuard: take(group.guard),
    groupAbove: take(group.above),
    groupMapKind: take(group.mapKind),
    groupMapStart: take(group.mapStart),
    groupMapValues: take(group.mapValues),
    slotWord: take(slots.map(({ word }) => word * 4)),
    slotShift: take(slots.map(({ shift }) => shift)),
    slotMask: take(slots.map(({ mask }) => mask)),
    ...takeGroupRoom(memory, group),
  };
}

/** Takes what a thread works with while it canonicalises. */
export function takeGroupRoom(
  memory: CoreMemory,
  { slots, order }: CompiledGroup,
): Pick<GroupSettings, "slotsRoom" | "aliveRoom"> {
  return { slotsRoom: memory.take(slots * 4), aliveRoom: memory.take(order * 4) };
}

function takeNumbers(memory: CoreMemory, numbers: ArrayLike<number>): number {
  const address = memory.take(numbers.length * 4);
  memory.view().set(numbers, address >>> 2);
  return address;
}

/** Takes and fills the mask of a row's last vector. */
function takeTailMask(memory: CoreMemory, words: number): number {
  const address = memory.take(16);
  memory.view().fill(-1, address >>> 2, (address >>> 2) + ((words - 1) % 4) + 1);
  return address;
}

function aligned(bytes: number): number {
  return (bytes + 15) & ~15;
}
