import type { Change } from "../result.ts";
import { leafText } from "./leaf-text.ts";
import { eachLeafPair } from "./leaves.ts";
import type { Place } from "./place.ts";
import { isSame } from "./same.ts";

/** What changed between two plain values of a place, leaf by leaf, in the order of the schema. */
export function diff(root: Place, from: unknown, to: unknown): readonly Change[] {
  const changes: Change[] = [];
  eachLeafPair(root, from, to, (place, before, after) => {
    // The texts are for readers: a name may look like a number, or like null.
    if (isSame(place, before, after)) return;
    changes.push({ path: place.path, before: leafText(place, before), after: leafText(place, after) });
  });
  return changes;
}
