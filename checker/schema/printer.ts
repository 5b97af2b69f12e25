import { leafText } from "./leaf-text.ts";
import { leavesOf } from "./leaves.ts";
import type { Place } from "./place.ts";

/** One line per leaf, `path = value`. */
export function print(root: Place, value: unknown): string {
  const leaves = Array.from(leavesOf(root, value, value));
  return leaves.map(({ place, after }) => `${place.path} = ${leafText(place, after)}`).join("\n");
}
