import type { DeadlockMode } from "../../model.ts";
import type { BoundInstance } from "../bound-instance.ts";
import type { Instances } from "../instances.ts";
import type { CoreMemory } from "./core-memory.ts";
import type { Core } from "./core-module.ts";
import type { Watcher } from "./watcher.ts";

/** Pending successors, and entries of the fold log: see core/pending.ts. */
const pendingCapacity = 64;
const logCapacity = 32_768;
/** Numbers of new states that a thread reserves at a time. */
const reserve = 64;
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

/** Where things are that the host looks at, too. */
export interface MemoryMap {
  readonly sizes: Sizes;
  readonly tallies: number;
  readonly openWatchers: number;
  /** Numbers of states that one expansion may use up. */
  readonly margin: number;
}

/** Takes what is fixed for a whole exploration, and tells the core. */
export function takeMap(
  core: Core,
  memory: CoreMemory,
  words: number,
  { instances, eager }: { readonly instances: Instances; readonly eager: readonly BoundInstance[] },
  watchers: readonly Watcher[],
  deadlock: DeadlockMode,
): MemoryMap {
  const sizes = sizesOf(words, watchers.length);
  const tallies = memory.take((instances.count + 1) * 16);
  const openWatchers = memory.take(sizes.watcherWords * 4);
  core.set({
    words,
    vectors: sizes.vectors,
    watcherWords: sizes.watcherWords,
    ringStride: sizes.ringStride,
    tailMask: takeTailMask(memory, words),
    current: memory.take(sizes.vectors * 16),
    ring: memory.take(pendingCapacity * sizes.ringStride),
    foldLog: memory.take(logCapacity * 4),
    tallies,
    openWatchers,
    watcherInstances: takeNumbers(
      memory,
      eager.map(({ firing }) => firing),
    ),
    deadlockMode: deadlockModes[deadlock],
    reserve,
  });
  return { sizes, tallies, openWatchers, margin: instances.count + pendingCapacity + reserve };
}

function takeNumbers(memory: CoreMemory, numbers: readonly number[]): number {
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
