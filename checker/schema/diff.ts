import type { Change } from "../result.ts";
import { keyOf } from "./key.ts";
import { leafText } from "./leaf-text.ts";
import { leavesOf } from "./leaves.ts";
import type { Place } from "./place.ts";

/** What changed between two plain values of a place, leaf by leaf, in the order of the schema. */
export function diff(root: Place, from: unknown, to: unknown): readonly Change[] {
  const changes: Change[] = [];
  for (const { place, before, after } of leavesOf(root, from, to)) {
    // The texts are for readers: a name may look like a number, or like null.
    if (keyOf(place, before) === keyOf(place, after)) continue;
    changes.push({ path: place.path, before: leafText(place, before), after: leafText(place, after) });
  }
  return changes;
}
