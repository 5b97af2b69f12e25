import type { BoundInstance } from "../bound-instance.ts";
import type { Window } from "./observation.ts";
import type { Observed } from "./recipes.ts";

/** Instances that share a trie: all of them look at the same bits first. */
export type RuleGroup = readonly BoundInstance[];

/**
 * Groups instances by what they look at first, which is the same in every state since nothing was looked at before.
 * Most instances of a program are disabled by the first thing they look at, the program counter: one node then stands
 * for all of them.
 */
export function groupsOf(
  instances: readonly BoundInstance[],
  observe: (instance: BoundInstance) => Observed,
): readonly RuleGroup[] {
  const groups = new Map<string, BoundInstance[]>();
  for (const instance of instances) {
    const [first] = observe(instance).path;
    const key = first === undefined ? "nothing" : `${first.word} ${first.shift} ${first.mask}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [instance]);
    else group.push(instance);
  }
  return [...groups.values()];
}

/** Bits that one node may ask for when tries are merged: a child per value. */
const widest = 10;
/** Cases that tries may have together after they are merged. */
const mostCases = 256;

/** A trie as far as merging it needs to know. */
export interface Mergeable {
  readonly group: RuleGroup;
  /** The bits of a row that any of its paths looks at. */
  readonly reads: Int32Array;
  readonly leaves: number;
}

/** Tries that become one, which asks for all they look at by one node. */
export interface Merged<T> {
  readonly parts: readonly T[];
  readonly window: Window;
}

/**
 * Finds tries that look at few bits near each other in one word of the row: what they do is looked up by all these bits
 * at once. The others are left as they are.
 */
export function mergeNarrow<T extends Mergeable>(tries: readonly T[]): readonly Merged<T>[] {
  const narrow = tries
    .flatMap((trie) => {
      const window = windowOf([trie]);
      return window === null ? [] : [{ trie, window }];
    })
    .toSorted((a, b) => a.window.word - b.window.word || a.window.shift - b.window.shift);
  const merged: { parts: T[]; window: Window }[] = [];
  for (const { trie, window } of narrow) {
    const last = merged.at(-1);
    const together = last === undefined ? null : windowOf([...last.parts, trie]);
    const cases = [...(last?.parts ?? []), trie].reduce((product, { leaves }) => product * leaves, 1);
    if (last !== undefined && together !== null && cases <= mostCases) {
      last.parts.push(trie);
      last.window = together;
    } else {
      merged.push({ parts: [trie], window });
    }
  }
  return merged;
}

/** The bits that tries look at, as one window; null when they are too far apart, or none. */
function windowOf(tries: readonly Mergeable[]): Window | null {
  const masks = Array.from(tries[0]?.reads ?? [], (_, word) =>
    tries.reduce((mask, { reads }) => mask | reads[word]!, 0),
  );
  const [word, ...others] = [...masks.keys()].filter((each) => masks[each] !== 0);
  if (word === undefined || others.length > 0) return null;
  const mask = masks[word]!;
  const shift = 31 - Math.clz32(mask & -mask);
  const width = 32 - Math.clz32(mask) - shift;
  return width > widest ? null : { word, shift, mask: 2 ** width - 1 };
}
