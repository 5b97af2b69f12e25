import { leavesOf } from "./leaves.ts";
import type { Place } from "./place.ts";
import { valueText } from "./value-text.ts";

/** One line per leaf, `path = value`. */
export function print(root: Place, value: unknown): string {
  const leaves = Array.from(leavesOf(root, value, value));
  return leaves.map(({ place, after }) => `${place.path} = ${valueText(after)}`).join("\n");
}
